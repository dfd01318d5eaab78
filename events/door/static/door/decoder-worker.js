// @ts-check
/**
 * @file Finds a QR code in a picture, away from the page. A classic worker: the
 * decoder is one script, and its addresses carry a hash, so the page sends them.
 * It runs under the content policy of its own file. A proxy that adds a policy to
 * /static/ has to allow 'wasm-unsafe-eval' there.
 */

/** @type {any} */
const scope = self;

const OPTIONS = {
  formats: ["QRCode"],
  tryHarder: true,
  tryRotate: true,
  tryInvert: true,
  tryDownscale: true,
  maxNumberOfSymbols: 4,
};
/** A ticket, as in code.js. */
const TICKET = /^[A-Z][0-9][A-Z2-7]{32}$/;

/** @param {{library: string, wasm: string}} addresses */
async function prepare({ library, wasm }) {
  scope.importScripts(library);
  // Without this the decoder fetches its own copy from a public network.
  await scope.ZXingWASM.prepareZXingModule({
    overrides: { locateFile: () => wasm },
    fireImmediately: true,
  });
}

/** @param {{pixels: ArrayBuffer, width: number, height: number}} picture */
async function decode({ pixels, width, height }) {
  const image = new ImageData(new Uint8ClampedArray(pixels), width, height);
  const found = await scope.ZXingWASM.readBarcodes(image, OPTIONS);
  return chosen(
    found.filter((/** @type {Found} */ one) => one.isValid),
    { x: width / 2, y: height / 2 },
  );
}

/** @typedef {{x: number, y: number}} Point */
/** @typedef {{isValid: boolean, text: string, position: Record<string, Point>}} Found */

/**
 * Of several codes in view the ticket, not the poster; of tickets the one in the middle.
 * @param {Found[]} found
 * @param {Point} middle
 * @returns {string|null}
 */
function chosen(found, middle) {
  const tickets = found.filter((one) => TICKET.test(one.text));
  /** @param {Found} one */
  const away = ({ position: { topLeft, bottomRight } }) =>
    Math.hypot(
      (topLeft.x + bottomRight.x) / 2 - middle.x,
      (topLeft.y + bottomRight.y) / 2 - middle.y,
    );
  const nearest = (tickets.length ? tickets : found).sort((a, b) => away(a) - away(b))[0];
  return nearest ? nearest.text : null;
}

scope.onmessage = async (/** @type {MessageEvent} */ event) => {
  const { library, wasm, id } = event.data;
  try {
    if (library) {
      await prepare({ library, wasm });
      scope.postMessage({ ready: true });
    } else {
      scope.postMessage({ id, text: await decode(event.data) });
    }
  } catch (error) {
    scope.postMessage({ id, text: null, failed: String(error) });
  }
};
