// @ts-check
/** @file Beeps, buzzes and the spoken word. A phone that cannot, stays silent. */

/** @type {Record<string, [frequency: number, start: number, length: number][]>} */
const TUNES = {
  go: [[880, 0, 0.09], [1320, 0.1, 0.16]],
  step: [[660, 0, 0.12], [660, 0.2, 0.12]],
  stop: [[220, 0, 0.25], [196, 0.3, 0.4]],
  tick: [[1320, 0, 0.05]],
};
const VOLUME = 0.4;

export function createSound() {
  /** @type {AudioContext|null} */
  let audio = null;
  let on = true;

  /** @param {string} name */
  function beep(name) {
    if (!audio) {
      return;
    }
    for (const [frequency, start, length] of TUNES[name] ?? []) {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      const from = audio.currentTime + start;
      tone.type = name === "stop" ? "square" : "sine";
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(VOLUME, from);
      volume.gain.exponentialRampToValueAtTime(0.001, from + length);
      tone.connect(volume).connect(audio.destination);
      tone.start(from);
      tone.stop(from + length);
    }
  }

  /** @param {string} text */
  function speak(text) {
    if (!text || !("speechSynthesis" in globalThis)) {
      return;
    }
    speechSynthesis.cancel();
    const words = new SpeechSynthesisUtterance(text);
    words.lang = "ja-JP";
    speechSynthesis.speak(words);
  }

  return {
    /** Browsers allow sound only after a tap: call it from one. */
    wake() {
      try {
        audio ??= new AudioContext();
        void audio.resume();
      } catch {
        audio = null;
      }
    },
    /** @param {boolean} wanted */
    turn(wanted) {
      on = wanted;
    },
    /** Something was done besides a verdict. @param {string} name of a tune */
    signal(name) {
      navigator.vibrate?.(60);
      if (on) {
        beep(name);
      }
    },
    /** @param {{sound: string, vibration: number[], speech: string}} presentation */
    play({ sound, vibration, speech }) {
      navigator.vibrate?.(vibration);
      if (on) {
        beep(sound);
        speak(speech);
      }
    },
  };
}
