import { expect, test } from "vitest";
import { type EngineForm, readForm, toForm } from "./form-values";

const filled: EngineForm = {
  ...toForm(null),
  name: "cluster",
  address: "http://10.0.0.5:8265",
  storage: "/shared/swirl",
};

test("what is typed is what is meant, and comes back as it was", () => {
  const form: EngineForm = {
    ...filled,
    tokenVariable: "RAY_AUTH_TOKEN",
    sharedFolder: "/mnt/swirl",
    gpus: "0.5",
    memoryGib: "24",
    jobKeyVariable: "LAB_KEY",
    servingUrl: "http://10.0.0.6:8100/v1",
    servingConcurrency: "4",
  };
  const read = readForm(form);
  expect(read).toMatchObject({
    settings: {
      resources: { cpus: 1, gpus: 0.5, memoryGib: 24 },
      jobKeyVariable: "LAB_KEY",
      serving: { baseUrl: "http://10.0.0.6:8100/v1", keyVariable: null, maxConcurrency: 4 },
    },
  });
  if ("settings" in read) expect(toForm(read.settings)).toEqual(form);
});

test("what is left empty is none", () => {
  expect(readForm(filled)).toMatchObject({
    settings: { tokenVariable: null, sharedFolder: null, jobKeyVariable: null, serving: null, python: "python" },
  });
});

test("each error stands at its field, and says what to do", () => {
  const read = readForm({
    name: " ",
    address: "10.0.0.5:8265",
    tokenVariable: "DATABASE_URL",
    storage: "swirl",
    sharedFolder: "mnt",
    python: "",
    cpus: "0",
    gpus: "-1",
    memoryGib: "much",
    jobKeyVariable: "DATABASE_URL",
    servingUrl: "http://me:word@host/v1",
    servingKeyVariable: "a b",
    servingConcurrency: "1.5",
  });
  expect(read).toEqual({
    errors: {
      name: "Give it a name.",
      address: expect.stringContaining("such as http://127.0.0.1:8265."),
      tokenVariable: expect.stringContaining("secret of the studio"),
      storage: expect.stringContaining("absolute path"),
      sharedFolder: expect.stringContaining("on this machine"),
      python: expect.stringContaining("such as python"),
      cpus: expect.stringContaining("0.1"),
      gpus: expect.stringContaining("0 to"),
      memoryGib: expect.stringContaining("GiB"),
      jobKeyVariable: expect.stringContaining("secret of the studio"),
      servingUrl: expect.stringContaining("Leave out"),
      servingKeyVariable: expect.stringContaining("name of an environment variable"),
      servingConcurrency: expect.stringContaining("whole number"),
    },
  });
});
