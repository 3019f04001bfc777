// Validates pipeline files against the schema that editors use for them. Prints each error and fails if there is one.
const { readFileSync } = require('node:fs');
const { getLanguageService, parse } = require('azure-pipelines-language-service');
const { TextDocument } = require('vscode-languageserver-textdocument');

const uri = 'schema://azure-pipelines';
const schema = JSON.parse(readFileSync(require.resolve(
  'schemastore/schemas/json/raw.githubusercontent.com/microsoft/azure-pipelines-vscode/master/service-schema.json')));

// The schema is older than this task.
const text = { type: 'string' };
addTask('AzureFunctionApp@2', {
  azureSubscription: text,
  appType: { enum: ['functionApp', 'functionAppLinux'] },
  isFlexConsumption: { type: 'boolean' },
  appName: text,
  package: text,
});

function addTask(name, inputs) {
  const { task } = schema.definitions;
  task.properties.task.anyOf.push({ enum: [name] });
  task.anyOf.push({
    properties: {
      task: { pattern: `^${name}$` },
      inputs: { properties: inputs, additionalProperties: false, required: Object.keys(inputs) },
    },
    required: ['inputs'],
  });
}

async function errorsOf(file) {
  const document = TextDocument.create(`file:///${file}`, 'yaml', 1, readFileSync(file, 'utf8'));
  const service = getLanguageService(() => Promise.reject(new Error('nothing is fetched')), [], null, () => Promise.resolve(uri));
  service.configure({ validate: true, schemas: [{ uri, schema, fileMatch: ['*'] }] });
  const found = await service.doValidation(document, parse(document.getText()));
  return found.map(({ range, message }) => `${file}:${range.start.line + 1}: ${message.slice(0, 200)}`);
}

async function main(files) {
  const all = (await Promise.all(files.map(errorsOf))).flat();
  all.forEach((error) => console.error(error));
  process.exitCode = all.length === 0 && files.length > 0 ? 0 : 1;
}

// Suppresses what the language service logs to the console.
console.log = () => {};
main(process.argv.slice(2));
