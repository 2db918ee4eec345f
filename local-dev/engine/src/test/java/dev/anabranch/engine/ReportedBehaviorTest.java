package dev.anabranch.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.engine.time.VirtualClock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Behavior that users of Step Functions reported, or that its guide describes, each with its variants. */
final class ReportedBehaviorTest {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String ROLE = "arn:aws:iam::000000000000:role/r";

    private final MemoryObjects objects = new MemoryObjects();
    private final ScriptedFunctions functions = new ScriptedFunctions(MAPPER.createObjectNode());

    private Engine engine() {
        return Engine.builder()
                .clock(new VirtualClock(Instant.EPOCH))
                .executor(Runnable::run)
                .blockingExecutor(Runnable::run)
                .random(new Random(7))
                .functions(functions)
                .objects(objects)
                .build();
    }

    private JsonNode output(String definition, String input) {
        try (Engine engine = engine()) {
            String arn = engine.createStateMachine("m", definition, StateMachineType.STANDARD, ROLE)
                    .arn();
            ExecutionSnapshot ended = engine.completion(
                            engine.startExecution(arn, "one", input).spec().arn())
                    .join();
            assertThat(ended.status()).as("%s", ended).isEqualTo(ExecutionStatus.SUCCEEDED);
            return json(String.valueOf(ended.output()));
        }
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** Returns the refusal of a definition. */
    private String refusal(String definition) {
        try (Engine engine = engine()) {
            EngineException[] refusal = new EngineException[1];
            assertThatThrownBy(() -> engine.createStateMachine("m", definition, StateMachineType.STANDARD, ROLE))
                    .isInstanceOfSatisfying(EngineException.class, refused -> refusal[0] = refused);
            assertThat(refusal[0].code()).isEqualTo("InvalidDefinition");
            return String.valueOf(refusal[0].getMessage());
        }
    }

    private void accepts(String definition) {
        try (Engine engine = engine()) {
            assertThat(engine.createStateMachine("m", definition, StateMachineType.STANDARD, ROLE)
                            .arn())
                    .isNotEmpty();
        }
    }

    /** Returns the items that a Distributed Map reads from a file, as its inner state returns them. */
    private JsonNode read(String config, String selector, String file, String state) {
        objects.with("b/k", file);
        return output("""
                {"StartAt": "M", "States": {"M": {"Type": "Map", "MaxConcurrency": 1, "End": true,
                  "ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": %s,
                    "Parameters": {"Bucket": "b", "Key": "k"}},
                  "ItemSelector": %s,
                  "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                    "StartAt": "P", "States": {"P": %s}}}}}""".formatted(config, selector, state), "{}");
    }

    private JsonNode row(String file) {
        return read(FIRST_ROW, "{\"a.$\": \"$$.Map.Item.Value.a\", \"b.$\": \"$$.Map.Item.Value.b\"}", file, PASS)
                .get(0);
    }

    private static final String FIRST_ROW = "{\"InputType\": \"CSV\", \"CSVHeaderLocation\": \"FIRST_ROW\"}";
    private static final String PASS = "{\"Type\": \"Pass\", \"End\": true}";

    /** https://docs.aws.amazon.com/step-functions/latest/dg/example-csv-parse-dist-map.html */
    @Test
    void doubledQuotesOfCsvAreOneQuote() {
        String file = "L,N,S,O,A\nabc,123,\"a (\"\"), b\",{\"\"MyKey\"\":\"\"MyValue\"\"},\"[1,2,3]\"\n";
        JsonNode item = read(FIRST_ROW, """
                        {"s.$": "$$.Map.Item.Value.S", "n.$": "$$.Map.Item.Value.N",
                          "o.$": "States.StringToJson($$.Map.Item.Value.O)",
                          "a.$": "States.StringToJson($$.Map.Item.Value.A)"}""", file, PASS).get(0);
        assertThat(item)
                .isEqualTo(json(
                        "{\"s\": \"a (\\\"), b\", \"n\": \"123\", \"o\": {\"MyKey\": \"MyValue\"}, \"a\": [1, 2, 3]}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '~',
            value = {
                "{\"\"a\"\":1} {\"a\":1}",
                "x\"\" x\"",
                "x\"\"\"\"y x\"\"y",
                "x\"y x\"y",
                "\"\"\"x\"\"\" \"x\"",
                "\"\" ~~"
            })
    void doubledQuotesAreOneQuoteInEveryField(String field, String expected) {
        JsonNode item = row("a,b\n" + field + "," + field + "\n");
        assertThat(item.get("a").textValue()).isEqualTo(expected);
        assertThat(item.get("b").textValue()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '~',
            value = {
                "p\\q,z pq z",
                "C:\\\\Program,z C:\\Program z",
                "a\\,b,z a,b z",
                "\\\"a,z \"a z",
                "\"a\\,b\",z a,b z",
                "\"a\\\"b\",z a\"b z",
                "\"a\"\"b\",z a\"b z"
            })
    void backslashOfCsvEscapesTheNextCharacter(String line, String first, String second) {
        JsonNode item = row("a,b\n" + line + "\n");
        assertThat(item.get("a").textValue()).isEqualTo(first);
        assertThat(item.get("b").textValue()).isEqualTo(second);
    }

    private static String map(String machine, String language, String inner) {
        return """
                {%s "StartAt": "A", "States": {"A": {"Type": "Map", %s
                  "ItemProcessor": {"StartAt": "P", "States": {"P": %s}}, "End": true}}}""".formatted(machine, language, inner);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Type\": \"Pass\", \"Parameters\": {\"a.$\": \"$.x\"}, \"End\": true}",
                "{\"Type\": \"Pass\", \"QueryLanguage\": \"JSONPath\", \"End\": true}",
                "{\"Type\": \"Pass\", \"QueryLanguage\": \"JSONata\", \"Output\": \"{% 1 %}\", \"End\": true}"
            })
    void statesInAMapInheritTheLanguageOfTheMachine(String inner) {
        accepts(map("", "\"QueryLanguage\": \"JSONata\", \"Items\": [1],", inner));
        accepts("""
                {"StartAt": "A", "States": {"A": {"Type": "Parallel", "QueryLanguage": "JSONata", "End": true,
                  "Branches": [{"StartAt": "P", "States": {"P": %s}}]}}}""".formatted(inner));
    }

    @Test
    void statesInAMapDoNotInheritTheLanguageOfTheMap() {
        String inner = "{\"Type\": \"Pass\", \"Output\": \"{% 1 %}\", \"End\": true}";
        assertThat(refusal(map("", "\"QueryLanguage\": \"JSONata\", \"Items\": [1],", inner)))
                .contains("/States/A/ItemProcessor/States/P/Output");
        assertThat(refusal("""
                {"StartAt": "A", "States": {"A": {"Type": "Parallel", "QueryLanguage": "JSONata", "End": true,
                  "Branches": [{"StartAt": "P", "States": {"P": %s}}]}}}""".formatted(inner))).contains("/States/A/Branches[0]/States/P/Output");
        assertThat(refusal(map(
                        "\"QueryLanguage\": \"JSONata\",",
                        "\"Items\": [1],",
                        "{\"Type\": \"Pass\", \"QueryLanguage\": \"JSONPath\", \"End\": true}")))
                .contains("at /States/A/ItemProcessor/States/P'");
    }

    private static String states(String states) {
        return "{\"StartAt\": \"A\", \"States\": {" + states + "}}";
    }

    @Test
    void unreachableStatesAreRefused() {
        String end = "\"C\": {\"Type\": \"Pass\", \"End\": true}";
        assertThat(refusal(states("\"A\": {\"Type\": \"Pass\", \"Next\": \"C\"},"
                        + " \"B\": {\"Type\": \"Pass\", \"Next\": \"C\"}, " + end)))
                .contains("MISSING_TRANSITION_TARGET: State \"B\" is not reachable. at /States/B");
        assertThat(refusal(states("\"A\": {\"Type\": \"Pass\", \"Next\": \"C\"},"
                        + " \"B\": {\"Type\": \"Pass\", \"Next\": \"X\"}, " + end)))
                .contains("State \"B\" is not reachable. at /States/B", "/States/B/Next");
        assertThat(refusal(states("\"A\": {\"Type\": \"Pass\", \"Next\": \"C\"},"
                        + " \"B\": {\"Type\": \"Pass\", \"Next\": \"D\"},"
                        + " \"D\": {\"Type\": \"Pass\", \"Next\": \"B\"}, " + end)))
                .contains("State \"B\" is not reachable", "State \"D\" is not reachable");
        assertThat(refusal(states("\"A\": {\"Type\": \"Parallel\", \"End\": true, \"Branches\": ["
                        + states("\"A2\": " + PASS + ", \"B\": " + PASS)
                                .replace("\"StartAt\": \"A\"", "\"StartAt\": \"A2\"")
                        + "]}")))
                .contains("State \"B\" is not reachable. at /States/A/Branches[0]/States/B");
    }

    @Test
    void statesThatOnlyChoicesAndCatchersReachAreAccepted() {
        accepts(states("\"A\": {\"Type\": \"Choice\", \"Choices\": [{\"Variable\": \"$.x\", \"IsPresent\": true,"
                + " \"Next\": \"B\"}], \"Default\": \"C\"}, \"B\": {\"Type\": \"Task\","
                + " \"Resource\": \"arn:aws:states:::lambda:invoke\", \"Parameters\": {\"FunctionName\": \"f\"},"
                + " \"Catch\": [{\"ErrorEquals\": [\"States.ALL\"], \"Next\": \"D\"}], \"End\": true},"
                + " \"C\": {\"Type\": \"Succeed\"}, \"D\": {\"Type\": \"Fail\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{% 10 %", "{% 10", "10 %}", " {% 10 %}", "{%", "%}"})
    void halfAnExpressionIsRefused(String half) {
        for (String field : List.of("\"Output\": %s", "\"Output\": {\"a\": [%s]}", "\"Assign\": {\"v\": %s}")) {
            String state = "{\"Type\": \"Pass\", " + field.formatted("\"" + half + "\"") + ", \"End\": true}";
            assertThat(refusal(
                            "{\"QueryLanguage\": \"JSONata\", \"StartAt\": \"A\", \"States\": {\"A\": " + state + "}}"))
                    .contains("at /States/A/" + field.substring(1, field.indexOf('"', 1)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "a {% 10 %} b", "{ % 10 % }", "% }", ""})
    void otherTextIsNoExpression(String text) {
        String state = "{\"Type\": \"Pass\", \"Output\": \"" + text + "\", \"End\": true}";
        assertThat(output(
                                "{\"QueryLanguage\": \"JSONata\", \"StartAt\": \"A\", \"States\": {\"A\": " + state
                                        + "}}",
                                "{}")
                        .textValue())
                .isEqualTo(text);
    }

    @Test
    void fieldsOfAnObjectAreItems() {
        JsonNode items = read(
                "{\"InputType\": \"JSON\"}",
                "{\"v.$\": \"$$.Map.Item.Value\", \"k.$\": \"$$.Map.Item.Key\"}",
                "{\"a\": {\"x\": 1}, \"b\": [2], \"c\": null}",
                PASS);
        assertThat(items)
                .isEqualTo(
                        json(
                                "[{\"v\": {\"x\": 1}, \"k\": \"a\"}, {\"v\": [2], \"k\": \"b\"}, {\"v\": null, \"k\": \"c\"}]"));
        objects.with("b/k", "{\"a\": {\"x\": 1}}");
        assertThat(output(reader("JSON"), "{}")).isEqualTo(json("[{\"Key\": \"a\", \"Value\": {\"x\": 1}}]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "JSON|[1] x",
                "JSON|[1] [2]",
                "JSON|[1]]",
                "JSON|{\"a\": 1} {\"b\": 2}",
                "JSONL|{\"a\": 1} {\"b\": 2}",
                "JSONL|1 2",
                "JSONL|[1] x"
            })
    void textAfterTheItemsIsRefused(String type, String file) {
        objects.with("b/k", file);
        try (Engine engine = engine()) {
            String definition = reader(type);
            String arn = engine.createStateMachine("m", definition, StateMachineType.STANDARD, ROLE)
                    .arn();
            ExecutionSnapshot ended = engine.completion(
                            engine.startExecution(arn, "one", "{}").spec().arn())
                    .join();
            assertThat(ended.error()).isEqualTo("States.ItemReaderFailed");
        }
    }

    @Test
    void blankTextAfterTheItemsIsIgnored() {
        for (String type : List.of("JSON", "JSONL")) {
            objects.with("b/k", "[1] \t\n\n ");
            assertThat(output(reader(type), "{}").toString()).isEqualTo(type.equals("JSON") ? "[1]" : "[[1]]");
        }
    }

    private static String reader(String type) {
        return """
                {"QueryLanguage": "JSONata", "StartAt": "M", "States": {"M": {"Type": "Map", "End": true,
                  "ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
                    "ReaderConfig": {"InputType": "%s"}, "Arguments": {"Bucket": "b", "Key": "k"}},
                  "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                    "StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}}}}""".formatted(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$foo", "$$.x", "$$", "$foo.x", "$states.x"})
    void resultGoesIntoTheInputOnly(String path) {
        String field = "\"ResultPath\": \"" + path + "\"";
        String task = "\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::lambda:invoke\","
                + " \"Parameters\": {\"FunctionName\": \"f\"}, ";
        assertThat(refusal(states("\"A\": {\"Type\": \"Pass\", " + field + ", \"End\": true}")))
                .contains("at /States/A/ResultPath");
        assertThat(refusal(states("\"A\": {" + task + field + ", \"End\": true}")))
                .contains("at /States/A/ResultPath");
        assertThat(refusal(states("\"A\": {" + task + "\"Catch\": [{\"ErrorEquals\": [\"States.ALL\"], " + field
                        + ", \"Next\": \"B\"}], \"End\": true}, \"B\": " + PASS)))
                .contains("at /States/A/Catch[0]/ResultPath");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '~',
            value = {
                "\"$\" 5",
                "\"$.b\" {\"a\":1,\"b\":5}",
                "\"$.b.c\" {\"a\":1,\"b\":{\"c\":5}}",
                "\"$['b']\" {\"a\":1,\"b\":5}",
                "null {\"a\":1}"
            })
    void resultGoesToItsPath(String path, String expected) {
        assertThat(output(
                        states("\"A\": {\"Type\": \"Pass\", \"Result\": 5, \"ResultPath\": " + path
                                + ", \"End\": true}"),
                        "{\"a\": 1}"))
                .isEqualTo(json(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Array", "Format"})
    void atMostTenIntrinsicFunctionsAreNested(String function) {
        String ten = nested(function, 10);
        String parameters = "\"A\": {\"Type\": \"Pass\", \"Parameters\": {\"a.$\": \"%s\"}, \"End\": true}";
        assertThat(output(states(parameters.formatted(ten)), "{\"x\": \"y\"}")
                        .at("/a")
                        .toString())
                .contains("\"y\"");
        assertThat(refusal(states(parameters.formatted(nested(function, 11))))).contains("/States/A/Parameters/a.$");
        assertThat(refusal(states(parameters.formatted("States.Array(1, " + ten + ")"))))
                .contains("/States/A/Parameters/a.$");
        // Ten levels are a limit of depth, not of the number of calls.
        accepts(states(parameters.formatted("States.Array(" + "States.UUID(), ".repeat(11) + "States.UUID())")));
        assertThat(refusal(states("\"A\": {\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::lambda:invoke\","
                        + " \"Parameters\": {\"FunctionName\": \"f\"}, \"ResultSelector\": {\"r.$\": \""
                        + nested(function, 11) + "\"}, \"End\": true}")))
                .contains("/States/A/ResultSelector/r.$");
    }

    /** A report of July 2026: the definition was accepted, and the execution failed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "lambda:invoke|{\"FunctionName\": \"f\", \"TaskToken\": \"t\"}|The field \"TaskToken\" is not supported by",
                "lambda:invoke|{\"FunctionName\": \"f\", \"payload\": 1}|The field \"payload\" is not supported by",
                "lambda:invoke.waitForTaskToken|{\"FunctionName\": \"f\", \"Token.$\": \"$$.Task.Token\"}|\"Token\" is not",
                "lambda:invoke|{\"Payload\": 1}|The field 'FunctionName' is required but was missing",
                "states:startExecution|{\"Inputs\": 1}|The field 'StateMachineArn' is required but was missing, The",
                "states:startExecution.sync:2|{\"StateMachineArn\": \"a\", \"Foo\": {}}|\"Foo\" is not supported"
            })
    void unknownAndMissingArgumentsFailTheExecution(String resource, String parameters, String cause) {
        String definition = states("\"A\": {\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::" + resource
                + "\", \"Parameters\": " + parameters + ", \"End\": true,"
                + " \"Catch\": [{\"ErrorEquals\": [\"States.ALL\"], \"Next\": \"B\"}]}, \"B\": " + PASS);
        try (Engine engine = engine()) {
            String arn = engine.createStateMachine("m", definition, StateMachineType.STANDARD, ROLE)
                    .arn();
            ExecutionSnapshot ended = engine.completion(
                            engine.startExecution(arn, "one", "{}").spec().arn())
                    .join();
            assertThat(ended.error()).isEqualTo("States.Runtime");
            assertThat(ended.cause())
                    .startsWith("An error occurred while executing the state 'A' (entered at the event id #2)."
                            + " The Parameters '{")
                    .contains("}' could not be used to start the Task: [The field ", cause);
            assertThat(engine.getExecutionHistory(ended.spec().arn()))
                    .extracting(event -> event.toJson().path("type").asText())
                    .doesNotContain("TaskScheduled");
        }
    }

    private static String nested(String function, int depth) {
        return depth == 0
                ? "$.x"
                : "States." + function + "(" + (function.equals("Format") ? "'{}', " : "") + nested(function, depth - 1)
                        + ")";
    }
}
