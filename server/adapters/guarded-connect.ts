/**
 * Connections to addresses that people or jobs name: anywhere but to the service where a cloud machine hands out its own
 * credentials. What a name resolves to is looked at as the connection is made, so that it cannot change in between.
 */
import dns from "node:dns";
import type { LookupFunction } from "node:net";
import { Agent, buildConnector } from "undici";
import { isMetadataAddress, METADATA_REFUSED } from "@/domain/metadata-address";

export const METADATA_CODE = "EMETADATA";

export class MetadataRefusal extends Error {
  readonly code = METADATA_CODE;
  constructor() {
    super(METADATA_REFUSED);
  }
}

/** As dns.lookup; an error where one of the addresses is such a service's. */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  dns.lookup(hostname, options, (error, found, family) => {
    const addresses = error ? [] : typeof found === "string" ? [found] : found.map(({ address }) => address);
    callback(addresses.some(isMetadataAddress) ? new MetadataRefusal() : error, found, family);
  });
};

const connector = buildConnector({ lookup: guardedLookup });

/** The `connect` of undici's pools and agents. */
export const guardedConnect: buildConnector.connector = (options, callback) => {
  // Nothing looks up an address that is no name.
  if (isMetadataAddress(options.hostname)) callback(new MetadataRefusal(), null);
  else connector(options, callback);
};

/** For single requests. */
export const guardedAgent = new Agent({ connect: guardedConnect });
