import { expect, test } from "vitest";
import { BaseUrl } from "./endpoint";
import { isMetadataAddress } from "./metadata-address";
import { SearchSource } from "./rollout/settings";

test.each([
  ...["http://169.254.169.254/latest/meta-data", "http://2852039166", "http://0xa9fea9fe/", "http://169.254.43518"],
  ...["http://0251.0376.0251.0376", "http://[::ffff:169.254.169.254]:80", "http://[0:0:0:0:0:ffff:a9fe:a9fe]"],
  ...["http://[64:ff9b::169.254.169.254]", "http://[fd00:ec2::254]/", "http://[fd00:0ec2:0::0254]", "http://[fe80::1]"],
  ...["http://169.254.170.2", "http://100.100.100.200", "https://metadata.google.internal./computeMetadata/v1"],
])("%s is no address of an endpoint, nor of a retriever", (url) => {
  expect(isMetadataAddress(new URL(url).hostname)).toBe(true);
  for (const read of [BaseUrl.safeParse(url), SearchSource.safeParse({ kind: "retriever", url })])
    expect(read.error?.issues[0]?.message).toMatch(/hands out its credentials/);
});

test.each([
  ...["http://127.0.0.1:8000/v1", "http://10.0.0.7", "http://192.168.1.5", "http://[::1]:8000", "http://169.255.1.1"],
  ...["http://[fd00:ec2::1]", "http://100.100.100.20", "http://169.254.169.254.example.org", "https://gpu.internal"],
])("%s may be one", (url) => {
  expect(isMetadataAddress(new URL(url).hostname)).toBe(false);
  expect(BaseUrl.safeParse(url).success).toBe(true);
});

test("what a name resolves to", () => {
  for (const address of ["169.254.169.254", "::ffff:169.254.169.254", "fe80::1%eth0"])
    expect(isMetadataAddress(address)).toBe(true);
  for (const address of ["10.1.2.3", "::1", "2001:db8::1"]) expect(isMetadataAddress(address)).toBe(false);
});
