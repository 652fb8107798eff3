// Asks connectguard for a verdict over gRPC, in a few lines of Node.
//
//   node validate.js unix:/tmp/connectguard.sock plan.json
//
// Exits as `connectguard check` does: 0 allowed, 1 denied, 2 undecided.
const fs = require("node:fs");
const path = require("node:path");
const grpc = require("@grpc/grpc-js");
const protoLoader = require("@grpc/proto-loader");

const protos = process.env.CONNECTGUARD_PROTO || path.join(__dirname, "../../proto");
const definition = protoLoader.loadSync("connectguard/v1/validation_service.proto", {
  includeDirs: [protos],
  enums: String,
  defaults: true,
});
const { ValidationService } = grpc.loadPackageDefinition(definition).connectguard.v1;

const [address, file] = process.argv.slice(2);
if (!address || !file) {
  console.error("usage: node validate.js ADDRESS PLAN");
  process.exit(64);
}

const client = new ValidationService(address, grpc.credentials.createInsecure());
const request = {
  document: { name: file, content: fs.readFileSync(file) },
  options: { onUnknown: "ON_UNKNOWN_WARN" },
};
const deadline = new Date(Date.now() + 30_000);

client.Validate(request, { deadline }, (error, response) => {
  if (error) {
    console.error(`no verdict: ${error.details}`);
    process.exit(69);
  }
  const { verdict, findings } = response.report;
  for (const finding of findings) {
    const status = finding.status.replace("FINDING_STATUS_", "").toLowerCase();
    console.log(`${status}  ${finding.policyId}  ${finding.resource}  ${finding.message}`);
  }
  console.log(verdict);
  process.exit({ VERDICT_ALLOWED: 0, VERDICT_UNDECIDED: 2 }[verdict] ?? 1);
});
