import { z } from 'zod';

import { problems } from '../../problem.ts';
import { defineAdapter, Tokens } from '../adapter.ts';
import { digestOf } from '../digest.ts';
import { readPem } from '../pem.ts';
import { createTokenCheck } from '../tokens.ts';
import { fieldsOf, formTypes } from './form.ts';

const FieldPath = z.string().regex(/^[\w-]{1,64}(?:\.[\w-]{1,64}){0,4}$/u);

/** The text at `a.b.c` of a JSON value; undefined where there is none. */
function textAt(value: unknown, path: string): string | undefined {
  let found = value;
  for (const key of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = Reflect.get(found, key);
  }
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/**
 * Senders whose body is a template that the user writes, with a fixed secret in a header: certimate
 * (default fields `cert` and `privkey`), ALLinSSL (`__cert__`, `__key__` wherever one puts them),
 * certd, and home-made ones. JSON, form or multipart. Never GET: there the key stands in the address,
 * and addresses are logged.
 */
export const templated = defineAdapter({
  kind: 'templated',
  auth: 'weak',
  shape: {
    header: z
      .string()
      .regex(/^[a-z0-9-]{1,64}$/u)
      .default('x-certferry-token'),
    tokens: Tokens,
    fields: z
      .strictObject({
        chain: FieldPath.default('cert'),
        key: FieldPath.default('privkey'),
        /** Where the intermediates come in a field of their own. */
        intermediates: FieldPath.optional(),
      })
      .default({ chain: 'cert', key: 'privkey' }),
  },
  secretKeys: ['tokens'],
  open({ header: name, tokens, fields }) {
    const isKnown = createTokenCheck(tokens);
    return {
      methods: ['POST'],
      mediaTypes: ['application/json', ...formTypes],
      verify(request) {
        const given = request.header(name)?.replace(/^Bearer +/iu, '');
        if (!isKnown(given)) return undefined;
        const digest = digestOf(request.body);
        const telling = { deliveryId: `sha256:${digest}`, digest };
        return {
          telling,
          async read() {
            const value = await fieldsOf(request);
            const chain = textAt(value, fields.chain);
            if (chain === undefined) {
              throw problems.invalid(
                `${fields.chain}: holds no text; the certificate is expected here`,
              );
            }
            const more = [fields.intermediates, fields.key].map((path) =>
              path === undefined ? undefined : textAt(value, path),
            );
            const parts = readPem([chain, ...more].filter((one) => one !== undefined).join('\n'));
            return [
              {
                ...telling,
                kind: 'bundle',
                type: 'certificate.issued',
                at: undefined,
                parts,
                lineage: undefined,
                ref: undefined,
              },
            ];
          },
        };
      },
    };
  },
});
