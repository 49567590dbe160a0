/** Where machines of a cloud hand out their own credentials to whoever asks from inside: nobody's endpoint. */

const ADDRESSES = [
  // Link-local: AWS, Google Cloud, Azure and others at 169.254.169.254, AWS's containers at 169.254.170.2
  /^(::ffff:)?169\.254\.\d{1,3}\.\d{1,3}$/,
  /^(::ffff:|64:ff9b::)a9fe:[0-9a-f]{1,4}$/,
  /^fe[89ab][0-9a-f]:/,
  // AWS by IPv6
  /^fd00:ec2::(254|23)$/,
  // Alibaba Cloud
  /^(::ffff:)?100\.100\.100\.200$/,
  /^(::ffff:|64:ff9b::)6464:64c8$/,
  // By name, where it resolves
  /^metadata\.google\.internal$/,
];

/** Of a host in a URL that `new URL` has put into its usual form, or of an address that a name was resolved to. */
export function isMetadataAddress(host: string): boolean {
  const plain = host
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/%.*$/, "")
    .replace(/\.$/, "");
  return ADDRESSES.some((address) => address.test(plain));
}

export const METADATA_REFUSED =
  "That is where a cloud machine hands out its credentials: the studio asks nothing there.";
