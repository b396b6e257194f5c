// Where the map's deeds are sent, and as whom.

const given = document.getElementById("map-addresses").dataset;
const headers = JSON.parse(document.body.getAttribute("hx-headers"));

export const member = given.member;
// The addresses came with the key 0; the last one of it is meant.
export const addressOf = (name, key = 0) => given[name].replace(/(.*)\/0\//, `$1/${key}/`);
export const cellAddress = ({ step, lane }) => addressOf("cell", step).replace(/lane\/$/, `${lane}/`);

export const post = (address, values, options = {}) =>
  fetch(address, { method: "POST", headers, body: new URLSearchParams(values), ...options });
