// @ts-check
/** @file The page's side of decoder-worker.js: one picture at a time. */

/**
 * @param {{worker: string, library: string, wasm: string}} addresses
 * @returns {Promise<{decode: (image: ImageData) => Promise<string|null>}>}
 *   rejects when the decoder is not installed or does not load
 */
export function openDecoder({ worker: address, library, wasm }) {
  return new Promise((resolve, reject) => {
    if (!library || !wasm) {
      reject(new Error("no decoder"));
      return;
    }
    const worker = new Worker(address);
    /** @type {Map<number, (text: string|null) => void>} */
    const asked = new Map();
    let last = 0;

    /** @param {ImageData} image */
    function decode(image) {
      last += 1;
      const id = last;
      const pixels = image.data.buffer;
      return new Promise((/** @type {(text: string|null) => void} */ answer) => {
        asked.set(id, answer);
        const { width, height } = image;
        worker.postMessage({ id, pixels, width, height }, [pixels]);
      });
    }

    worker.onmessage = ({ data }) => {
      if (data.ready) {
        resolve({ decode });
      } else if (data.id === undefined) {
        reject(new Error(data.failed));
      } else {
        asked.get(data.id)?.(data.text);
        asked.delete(data.id);
      }
    };
    worker.onerror = () => reject(new Error("decoder did not load"));
    worker.postMessage({ library, wasm });
  });
}
