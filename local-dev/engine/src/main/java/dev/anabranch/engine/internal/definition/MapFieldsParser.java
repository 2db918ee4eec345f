package dev.anabranch.engine.internal.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.query.jsonata.JsonataEvaluator;
import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses the fields that only Map states have, except their processor. */
final class MapFieldsParser {

    private static final int LONGEST_LABEL = StepFunctionsQuotas.LABEL_CHARS;
    private static final Pattern LABEL = Pattern.compile("[^\\s?*<>{}\\[\\]:;,\\\\|^~$#%&`\"\\p{Cntrl}]+");

    private final QueryLanguage language;
    private final DefinitionFields state;
    private final Set<String> labels;

    MapFieldsParser(DefinitionFields state, QueryLanguage language, Set<String> labels) {
        this.state = state;
        this.language = language;
        this.labels = labels;
    }

    MapFields parse(DefinitionFields processor) {
        DefinitionFields config = processor.object("ProcessorConfig");
        String mode = config == null ? null : config.oneOf("Mode", "INLINE", "DISTRIBUTED");
        String executionType = config == null ? null : config.oneOf("ExecutionType", "STANDARD", "EXPRESS");
        if (config != null) {
            config.close("ProcessorConfig");
        }
        boolean distributed = "DISTRIBUTED".equals(mode);
        if (distributed && executionType == null) {
            processor
                    .diagnostics()
                    .schema(processor.at("ProcessorConfig"), "These fields are required: [ExecutionType]");
        }
        return new MapFields(
                items(distributed),
                itemSelector(),
                state.between(state.whole("MaxConcurrency", language), 0, Integer.MAX_VALUE),
                distribution(distributed, "EXPRESS".equals(executionType)));
    }

    private @Nullable SettingField items(boolean distributed) {
        if (language == QueryLanguage.JSONATA) {
            JsonNode items = state.template("Items", language, DefinitionFields.INPUT);
            if (items != null
                    && !items.isArray()
                    && !(distributed && items.isObject())
                    && !JsonataEvaluator.isExpression(items.asText())) {
                state.diagnostics().schema(state.at("Items"), "Expected value of type Array or a JSONata expression");
            }
            return items == null ? null : new SettingField("Items", SettingField.Kind.JSONATA, items);
        }
        String path = state.has("ItemsPath") ? state.path("ItemsPath") : null;
        return path == null ? null : new SettingField("ItemsPath", SettingField.Kind.PATH, JsonNodes.text(path));
    }

    private @Nullable JsonNode itemSelector() {
        if (language == QueryLanguage.JSON_PATH && state.has("Parameters")) {
            // The name of the field before Distributed Map existed.
            return state.template("Parameters", language, DefinitionFields.INPUT);
        }
        return state.template("ItemSelector", language, DefinitionFields.INPUT);
    }

    private MapFields.@Nullable Distribution distribution(boolean distributed, boolean express) {
        SettingField count = state.between(state.whole("ToleratedFailureCount", language), 0, Integer.MAX_VALUE);
        SettingField percentage = state.between(state.numeric("ToleratedFailurePercentage", language), 0, 100);
        String label = label();
        if (!distributed) {
            for (String field : List.of("ItemReader", "ItemBatcher", "ResultWriter")) {
                if (state.has(field)) {
                    state.diagnostics()
                            .schema(state.at(field), "Field '" + field + "' requires the processor mode DISTRIBUTED");
                    state.any(field);
                }
            }
            return null;
        }
        return new MapFields.Distribution(express, label, reader(), batcher(), writer(), count, percentage);
    }

    private @Nullable String label() {
        String label = state.text("Label");
        if (label == null) {
            return null;
        }
        if (label.length() > LONGEST_LABEL || !LABEL.matcher(label).matches()) {
            state.diagnostics()
                    .error(
                            "INVALID_LABEL_NAME",
                            state.at("Label"),
                            "Label '" + label + "' must have 1 to 40 characters and no space, wildcard or bracket");
        } else if (!labels.add(label)) {
            state.diagnostics().error("DUPLICATE_LABEL_NAME", state.at("Label"), "Label '" + label + "' is used twice");
        }
        return label;
    }

    private static @Nullable String pointer(DefinitionFields config) {
        String pointer = config.text("ItemsPointer");
        if (pointer != null && !pointer.isEmpty() && !pointer.startsWith("/")) {
            config.diagnostics()
                    .schema(config.at("ItemsPointer"), "Value is not a JSON Pointer, which begins with /: " + pointer);
        }
        return pointer;
    }

    private MapFields.@Nullable Reader reader() {
        DefinitionFields reader = state.object("ItemReader");
        if (reader == null) {
            return null;
        }
        Resource resource = resource(reader, Set.of("s3:getObject", "s3:listObjectsV2"));
        JsonNode arguments = reader.template(argumentsField(), language, DefinitionFields.INPUT);
        DefinitionFields config = reader.object("ReaderConfig");
        reader.close("ItemReader");
        if (config == null) {
            config = new DefinitionFields(JsonNodes.EMPTY_OBJECT, reader.at("ReaderConfig"), reader.diagnostics());
        }
        String inputType = config.oneOf("InputType", "CSV", "JSON", "JSONL", "MANIFEST", "PARQUET");
        MapFields.Reader parsed = new MapFields.Reader(
                resource,
                arguments,
                inputType,
                config.oneOf("Transformation", "NONE", "LOAD_AND_FLATTEN"),
                config.oneOf("ManifestType", "ATHENA_DATA", "S3_INVENTORY"),
                config.oneOf("CSVDelimiter", "COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"),
                csvHeaders(config),
                pointer(config),
                config.whole("MaxItems", language));
        config.close("ReaderConfig");
        return parsed;
    }

    private static @Nullable List<String> csvHeaders(DefinitionFields config) {
        String location = config.oneOf("CSVHeaderLocation", "FIRST_ROW", "GIVEN");
        List<String> headers = config.has("CSVHeaders") ? config.texts("CSVHeaders") : new ArrayList<>();
        if ("GIVEN".equals(location) && headers.isEmpty()) {
            config.missing("CSVHeaders");
        }
        return "GIVEN".equals(location) ? headers : null;
    }

    private MapFields.@Nullable Batcher batcher() {
        DefinitionFields batcher = state.object("ItemBatcher");
        if (batcher == null) {
            return null;
        }
        MapFields.Batcher parsed = new MapFields.Batcher(
                batcher.between(batcher.whole("MaxItemsPerBatch", language), 1, Integer.MAX_VALUE),
                batcher.between(batcher.whole("MaxInputBytesPerBatch", language), 1, StepFunctionsQuotas.PAYLOAD_BYTES),
                batcher.template("BatchInput", language, DefinitionFields.INPUT));
        batcher.close("ItemBatcher");
        if (parsed.maxItemsPerBatch() == null && parsed.maxInputBytesPerBatch() == null) {
            batcher.diagnostics()
                    .schema(batcher.location(), "One of MaxItemsPerBatch and MaxInputBytesPerBatch is required");
        }
        return parsed;
    }

    private MapFields.@Nullable Writer writer() {
        DefinitionFields writer = state.object("ResultWriter");
        if (writer == null) {
            return null;
        }
        Resource resource = writer.has("Resource") ? resource(writer, Set.of("s3:putObject")) : null;
        JsonNode arguments = writer.template(argumentsField(), language, DefinitionFields.INPUT);
        DefinitionFields config = writer.object("WriterConfig");
        writer.close("ResultWriter");
        if (resource != null && arguments == null) {
            writer.missing(argumentsField());
        } else if (resource == null && (config == null || arguments != null)) {
            writer.missing("Resource");
        }
        if (config == null) {
            return new MapFields.Writer(resource, arguments, null, false);
        }
        String outputType = config.oneOf("OutputType", "JSON", "JSONL");
        String transformation = config.oneOf("Transformation", "NONE", "COMPACT", "FLATTEN");
        config.close("WriterConfig");
        return new MapFields.Writer(resource, arguments, transformation, "JSONL".equals(outputType));
    }

    private String argumentsField() {
        return language == QueryLanguage.JSONATA ? "Arguments" : "Parameters";
    }

    private static Resource resource(DefinitionFields fields, Set<String> allowed) {
        String arn = fields.requiredText("Resource");
        Resource resource = Resource.parse(arn);
        if (resource == null || !allowed.contains(resource.integration())) {
            fields.diagnostics()
                    .error(
                            "INVALID_RESOURCE",
                            fields.at("Resource"),
                            "Resource '" + arn + "' is not one of " + allowed);
            return new Resource(
                    arn, Resource.Kind.INTEGRATION, "s3", "getObject", Resource.CallPattern.REQUEST_RESPONSE);
        }
        return resource;
    }
}
