// Runs two public validators over definitions: node validate.mjs <file>...
// Prints a line for each error: the file, the validator and the message, separated by tabs.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(import.meta.url);
const aslValidator = require('asl-validator');
const { getLanguageService, TextDocument } = require('amazon-states-language-service');

const languageService = getLanguageService({});

for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, 'utf8');
  const complain = (validator, what) =>
    console.log([file, validator, String(what).replace(/\s+/g, ' ')].join('\t'));

  // asl-validator rejects empty and multi-line texts, which are valid, so an expression replaces them.
  const definition = JSON.parse(text, (_, value) => (/^$|[\n\r\u2028\u2029]/.test(value) && typeof value === 'string' ? '{% "" %}' : value));
  const { isValid, errors } = aslValidator(definition);
  if (!isValid) {
    errors.forEach((error) => complain('asl-validator', JSON.stringify(error)));
  }

  const document = TextDocument.create(`file://${file}`, 'asl', 1, text);
  const diagnostics = await languageService.doValidation(document, languageService.parseJSONDocument(document));
  diagnostics.forEach(({ message, range }) =>
    complain('amazon-states-language-service', `line ${range.start.line + 1}: ${message}`));
}
