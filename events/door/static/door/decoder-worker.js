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
  maxNumberOfSymbols: 1,
};

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
  const code = found.find((/** @type {{isValid: boolean}} */ one) => one.isValid);
  return code ? code.text : null;
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
