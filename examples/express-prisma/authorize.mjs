import { createHash, timingSafeEqual } from 'node:crypto';

/** `authorize` for the sync router: lets a request through that carries `Authorization: Bearer <token>`. */
export function bearerToken(token) {
  return (request) => {
    const [, given] = /^Bearer +(.+)$/i.exec(request.headers.authorization ?? '') ?? [];
    return given !== undefined && sameText(given, token);
  };
}

/** Takes the same time wherever the texts differ, so the answer's delay gives no hint. Hashes have one length. */
function sameText(a, b) {
  return timingSafeEqual(sha256(a), sha256(b));
}

function sha256(text) {
  return createHash('sha256').update(text).digest();
}
