// Runs the engine's core in WebAssembly: gradients must agree with differences.
// usage: node run.mjs MODULE.wasm
import { readFileSync } from "node:fs";

// The error function by its power series, which converges everywhere; beyond 6 it is 1.
const erf = (x) => {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; n < 200; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
};
// Halves away from zero, as in C.
const round = (x) => Math.sign(x) * Math.round(Math.abs(x));
const { exp, log, log1p, tanh, sin, cos, pow } = Math;
const env = { exp, log, log1p, tanh, sin, cos, pow, erf, round };
const { instance } = await WebAssembly.instantiate(readFileSync(process.argv[2]), { env });
const error = instance.exports.worstError();
const second = instance.exports.secondDerivative();
console.log(`gradients against differences: ${error}; second derivative of x³ at 2: ${second}`);
if (!(error < 1e-6) || second !== 12) process.exit(1);
