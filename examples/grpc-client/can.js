// Asks connectguard over gRPC whether a policy allows an action.
//
//   node can.js unix:/tmp/connectguard.sock role.json connect:DeleteInstance
//
// Exits as `connectguard iam can` does: 0 yes, 1 no, 2 unknown.
const fs = require("node:fs");
const path = require("node:path");
const grpc = require("@grpc/grpc-js");
const protoLoader = require("@grpc/proto-loader");

const protos = process.env.CONNECTGUARD_PROTO || path.join(__dirname, "../../proto");
const definition = protoLoader.loadSync("connectguard/v1/policy_analysis_service.proto", {
  includeDirs: [protos],
  enums: String,
  defaults: true,
});
const { PolicyAnalysisService } = grpc.loadPackageDefinition(definition).connectguard.v1;

const [address, file, action] = process.argv.slice(2);
if (!address || !file || !action) {
  console.error("usage: node can.js ADDRESS POLICY ACTION");
  process.exit(64);
}

const client = new PolicyAnalysisService(address, grpc.credentials.createInsecure());
const request = {
  identity: [{ name: file, content: fs.readFileSync(file) }],
  question: { actions: [action] },
};
const deadline = new Date(Date.now() + 30_000);

client.Can(request, { deadline }, (error, response) => {
  if (error) {
    console.error(`no answer: ${error.details}`);
    process.exit(69);
  }
  const { answer, reason, witness, statements } = response.answer;
  console.log(answer, witness ? witness.text : reason);
  for (const { number, location } of statements) {
    console.log(`${location.file}:${location.line}:${location.column}  statement ${number}`);
  }
  process.exit({ ANSWER_YES: 0, ANSWER_NO: 1 }[answer] ?? 2);
});
