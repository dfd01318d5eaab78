// @ts-check
/** @file The camera: started by a tap, taken again when the page comes back. */

/**
 * The picture that is searched: the square the helper sees, and no larger than needed.
 * Smaller is faster, and averages the noise of a dark hall away; a code of 20 mm at
 * 25 cm still has 2.4 of its pixels a module. The limits are in docs/door.md.
 */
const SIDE = 540;
const PAUSE_MS = 60;

/**
 * @param {object} parts
 * @param {HTMLVideoElement} parts.video
 * @param {(image: ImageData) => Promise<void>} parts.onFrame
 * @param {(state: "on"|"off"|"refused") => void} parts.onState
 */
export function createCamera({ video, onFrame, onState }) {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  /** @type {MediaStream|null} */
  let stream = null;
  let wanted = false;
  let looking = true;
  let chosen = "";
  /** The back of a helper's phone; the front of a tablet that visitors stand before. */
  let facing = "environment";
  /** @type {WakeLockSentinel|null} */
  let awake = null;

  /** Never two requests at once: a phone would ask its owner twice. */
  let starting = false;

  async function acquire() {
    if (starting || stream?.active) {
      return;
    }
    starting = true;
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: {
          ...(chosen
            ? { deviceId: { ideal: chosen } }
            : { facingMode: { ideal: facing } }),
          width: { ideal: 1280 },
          height: { ideal: 720 },
        },
      });
      if (!wanted || document.hidden) {
        release();
        return;
      }
      const [track] = stream.getVideoTracks();
      track.addEventListener("ended", release);
      keepSharp(track);
      video.srcObject = stream;
      await video.play();
      awake = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
      onState("on");
    } catch {
      release();
      onState("refused");
    } finally {
      starting = false;
    }
  }

  function release() {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    video.srcObject = null;
    void awake?.release().catch(() => {});
    awake = null;
    onState("off");
  }

  /** @param {MediaStreamTrack} track some phones hold their focus until they are told */
  function keepSharp(track) {
    /** @type {any} */
    const able = track.getCapabilities?.();
    if (able?.focusMode?.includes("continuous")) {
      /** @type {any} */
      const wish = { advanced: [{ focusMode: "continuous" }] };
      void track.applyConstraints(wish).catch(() => {});
    }
  }

  async function look() {
    if (stream && looking && pen && video.readyState >= video.HAVE_CURRENT_DATA) {
      const { videoWidth, videoHeight } = video;
      const seen = Math.max(1, Math.min(videoWidth, videoHeight));
      const side = Math.min(SIDE, seen);
      canvas.width = canvas.height = side;
      const [left, top] = [(videoWidth - seen) / 2, (videoHeight - seen) / 2];
      pen.drawImage(video, left, top, seen, seen, 0, 0, side, side);
      await onFrame(pen.getImageData(0, 0, side, side));
    }
    setTimeout(look, PAUSE_MS);
  }
  void look();

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      release();
    } else if (wanted) {
      void acquire();
    }
  });

  return {
    /** Call it from a tap. */
    async start() {
      wanted = true;
      await acquire();
    },
    stop() {
      wanted = false;
      release();
    },
    /** @param {boolean} open pictures are taken only while a code is awaited */
    watch(open) {
      looking = open;
    },
    /** @param {string} deviceId "" = the one at the back */
    async choose(deviceId) {
      chosen = deviceId;
      if (wanted) {
        release();
        await acquire();
      }
    },
    /** @param {"user"|"environment"} side where no camera was chosen by name */
    async face(side) {
      const turned = facing !== side;
      facing = side;
      if (wanted && turned) {
        release();
        await acquire();
      }
    },
    /** @returns {Promise<{id: string, label: string}[]>} labels only after consent */
    async list() {
      const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
      return all
        .filter((device) => device.kind === "videoinput" && device.deviceId)
        .map((device) => ({ id: device.deviceId, label: device.label }));
    },
    get canLight() {
      /** @type {any} */
      const able = stream?.getVideoTracks()[0]?.getCapabilities?.();
      return Boolean(able?.torch);
    },
    /** @param {boolean} on */
    async light(on) {
      /** @type {any} */
      const wish = { advanced: [{ torch: on }] };
      await stream?.getVideoTracks()[0]?.applyConstraints(wish).catch(() => {});
    },
  };
}
