package dev.anabranch.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.history.HistoryEvent;
import dev.anabranch.engine.integration.LambdaInvoker;
import dev.anabranch.engine.journal.Journal;
import dev.anabranch.engine.time.VirtualClock;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the executions in the folder {@code executions}. Each file contains a state machine, an input, functions and the
 * expected result: status, output or error, event types of the history, elapsed time and written objects. Expectations
 * other than the status are optional. {@code "*"} in an expected text matches any text.
 */
final class GoldenExecutionsTest {

    private static final JsonMapper MAPPER = new JsonMapper();

    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final int KILLS_PER_FILE = 20;

    @TestFactory
    Stream<DynamicTest> executionsMatchGoldenFiles() throws IOException, URISyntaxException {
        return files().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
    }

    /** Kills the process at different writes of the journal. The resumed execution must have the same result. */
    @TestFactory
    Stream<DynamicTest> executionsMatchGoldenFilesAfterKills() throws IOException, URISyntaxException {
        return files().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> checkKilled(file)));
    }

    private static Stream<Path> files() throws IOException, URISyntaxException {
        URL folder = GoldenExecutionsTest.class.getResource("executions");
        assertThat(folder).isNotNull();
        try (Stream<Path> files = Files.walk(Path.of(folder.toURI()))) {
            List<Path> cases = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            assertThat(cases).isNotEmpty();
            return cases.stream();
        }
    }

    private static void check(Path file) throws Exception {
        JsonNode golden = MAPPER.readTree(file.toFile());
        MemoryObjects objects = objects(golden);
        ScriptedFunctions functions = new ScriptedFunctions(golden.path("functions"));
        try (Engine engine = engine(new VirtualClock(START), functions, objects, Journal.NONE)) {
            String arn = start(engine, golden);
            ExecutionSnapshot ended = engine.completion(arn).get(10, TimeUnit.SECONDS);
            JsonNode expected = golden.get("expect");
            checkOutcome(expected, ended);
            checkSeconds(expected, ended);
            checkEvents(expected, engine.getExecutionHistory(arn));
            if (expected.has("payloads")) {
                ArrayNode payloads = MAPPER.createArrayNode();
                for (String payload : functions.payloads()) {
                    payloads.add(MAPPER.readTree(payload));
                }
                assertMatches("payloads", expected.get("payloads"), payloads);
            }
            checkWritten(expected.path("written"), objects);
        }
    }

    private static MemoryObjects objects(JsonNode golden) {
        MemoryObjects objects = new MemoryObjects();
        golden.path("objects").properties().forEach(object -> objects.with(object.getKey(), text(object.getValue())));
        return objects;
    }

    private static Engine engine(VirtualClock clock, LambdaInvoker functions, MemoryObjects objects, Journal journal) {
        return Engine.builder()
                .clock(clock)
                .executor(Runnable::run)
                .blockingExecutor(Runnable::run)
                .random(new Random(1))
                .functions(functions)
                .objects(objects)
                .journal(journal)
                .build();
    }

    private static String start(Engine engine, JsonNode golden) {
        StateMachine machine = engine.createStateMachine(
                "golden",
                golden.get("definition").toString(),
                StateMachineType.valueOf(golden.path("type").asText("STANDARD")),
                "arn:aws:iam::000000000000:role/golden");
        return engine.startExecution(machine.arn(), "run", golden.path("input").toString())
                .spec()
                .arn();
    }

    private static void checkKilled(Path file) throws Exception {
        JsonNode golden = MAPPER.readTree(file.toFile());
        if (golden.path("type").asText().equals("EXPRESS")) {
            // Express executions are not stored in the journal.
            return;
        }
        int writes = writesOf(golden);
        Random random = new Random(file.getFileName().hashCode());
        for (int kill = 0; kill < Math.min(writes, KILLS_PER_FILE); kill++) {
            int first = writes <= KILLS_PER_FILE ? kill : random.nextInt(writes);
            int second = random.nextInt(writes + 1);
            try {
                checkKilled(golden, first, second);
            } catch (AssertionError | Exception e) {
                throw new AssertionError("killed before write " + first + " and again " + second + " later: " + e, e);
            }
        }
    }

    private static int writesOf(JsonNode golden) throws Exception {
        MortalJournal journal = MortalJournal.empty(Integer.MAX_VALUE);
        try (Engine engine = engine(
                new VirtualClock(START), new ScriptedFunctions(golden.path("functions")), objects(golden), journal)) {
            engine.completion(start(engine, golden)).get(10, TimeUnit.SECONDS);
        }
        return journal.writes();
    }

    private static void checkKilled(JsonNode golden, int first, int second) throws Exception {
        IdempotentFunctions functions = new IdempotentFunctions(new ScriptedFunctions(golden.path("functions")));
        MemoryObjects objects = objects(golden);
        VirtualClock clock = new VirtualClock(START);
        MortalJournal journal = MortalJournal.empty(first);
        try (Engine engine = engine(clock, functions, objects, journal)) {
            start(engine, golden);
        } catch (MortalJournal.Killed expected) {
            // The process was killed.
        }
        clock = new VirtualClock(clock.instant());
        journal = journal.afterRestart(second);
        try (Engine engine = engine(clock, functions, objects, journal)) {
            engine.goOn();
        } catch (MortalJournal.Killed expected) {
            // The process was killed for the second time.
        }
        MortalJournal last = journal.afterRestart(Integer.MAX_VALUE);
        if (last.keys("execution/").isEmpty()) {
            // The process was killed before StartExecution returned.
            return;
        }
        ExecutionSnapshot ended;
        List<HistoryEvent> events;
        String arn;
        try (Engine engine = engine(new VirtualClock(clock.instant()), functions, objects, last)) {
            engine.goOn();
            arn = engine.listStateMachines().get(0).arn().replace(":stateMachine:", ":execution:") + ":run";
            ended = engine.completion(arn).get(10, TimeUnit.SECONDS);
            events = engine.getExecutionHistory(arn);
        }
        checkOutcome(golden.get("expect"), ended);
        if (!golden.path("functions").toString().contains("\"after\"")) {
            // A repeated call with a delay completes later, which may change the order of events of parallel branches.
            checkEvents(golden.get("expect"), events);
        }
        checkAfterwards(last, arn, ended, events);
    }

    /** Checks that another restart preserves the result and the history. */
    private static void checkAfterwards(
            MortalJournal journal, String arn, ExecutionSnapshot ended, List<HistoryEvent> events) {
        MemoryObjects none = new MemoryObjects();
        ScriptedFunctions nothing = new ScriptedFunctions(MAPPER.createObjectNode());
        try (Engine engine = engine(new VirtualClock(START), nothing, none, journal.afterRestart(Integer.MAX_VALUE))) {
            engine.goOn();
            ExecutionSnapshot found = engine.describeExecution(arn);
            assertThat(found.status()).isEqualTo(ended.status());
            assertThat(found.output()).isEqualTo(ended.output());
            assertThat(found.stopDate()).isEqualTo(ended.stopDate());
            assertThat(texts(engine.getExecutionHistory(arn))).isEqualTo(texts(events));
        }
    }

    private static List<String> texts(List<HistoryEvent> events) {
        return events.stream().map(event -> event.toJson().toString()).toList();
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }

    private static void checkOutcome(JsonNode expected, ExecutionSnapshot ended) {
        assertThat(ended.status().name())
                .as("status (%s: %s)", ended.error(), ended.cause())
                .isEqualTo(expected.get("status").textValue());
        if (expected.has("output")) {
            assertMatches("output", expected.get("output"), ended.output());
        }
        if (expected.has("error")) {
            assertThat(ended.error()).isEqualTo(expected.get("error").textValue());
        }
        if (expected.has("cause")) {
            assertThat(matches(expected.get("cause"), MAPPER.getNodeFactory().textNode(ended.cause())))
                    .as("cause: %s", ended.cause())
                    .isTrue();
        }
    }

    private static void checkSeconds(JsonNode expected, ExecutionSnapshot ended) {
        if (expected.has("seconds")) {
            assertThat(Duration.between(ended.startDate(), ended.stopDate()).toMillis() / 1000.0)
                    .as("seconds")
                    .isEqualTo(expected.get("seconds").doubleValue());
        }
    }

    private static void checkEvents(JsonNode expected, List<HistoryEvent> events) {
        if (expected.has("events")) {
            assertThat(events.stream().map(event -> event.type().text()).toList())
                    .isEqualTo(texts(expected.get("events")));
        }
        if (expected.has("previous")) {
            assertThat(events.stream().map(HistoryEvent::previousEventId).toList())
                    .isEqualTo(MAPPER.convertValue(expected.get("previous"), longs()));
        }
        for (Map.Entry<String, JsonNode> detail : expected.path("details").properties()) {
            HistoryEvent event = events.get(Integer.parseInt(detail.getKey()) - 1);
            assertMatches(
                    "event " + detail.getKey(),
                    detail.getValue(),
                    event.details().toJson());
        }
    }

    private static TypeReference<List<Long>> longs() {
        return new TypeReference<>() {};
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.textValue()));
        return texts;
    }

    private static void checkWritten(JsonNode written, MemoryObjects objects) throws IOException {
        for (Map.Entry<String, JsonNode> object : written.properties()) {
            String place = objects.texts().keySet().stream()
                    .filter(candidate -> matches(
                            MAPPER.getNodeFactory().textNode(object.getKey()),
                            MAPPER.getNodeFactory().textNode(candidate)))
                    .findFirst()
                    .orElseGet(() -> fail(
                            "No object like %s among %s",
                            object.getKey(), objects.texts().keySet()));
            String text = objects.texts().get(place);
            JsonNode content =
                    object.getValue().isTextual() ? MAPPER.getNodeFactory().textNode(text) : MAPPER.readTree(text);
            assertMatches(place, object.getValue(), content);
        }
    }

    private static void assertMatches(String what, JsonNode expected, @Nullable JsonNode actual) {
        assertThat(matches(expected, actual))
                .as("%s: expected %s but was %s", what, expected, actual)
                .isTrue();
    }

    private static boolean matches(JsonNode expected, @Nullable JsonNode actual) {
        if (actual == null) {
            return false;
        }
        if (expected.isObject() && actual.isObject()) {
            return expected.size() == actual.size()
                    && expected.properties().stream()
                            .allMatch(field -> matches(field.getValue(), actual.get(field.getKey())));
        }
        if (expected.isArray() && actual.isArray()) {
            boolean equal = expected.size() == actual.size();
            for (int i = 0; i < expected.size(); i++) {
                equal = equal && matches(expected.get(i), actual.get(i));
            }
            return equal;
        }
        if (expected.isTextual() && expected.textValue().contains("*") && actual.isTextual()) {
            String pattern = Stream.of(expected.textValue().split("\\*", -1))
                    .map(Pattern::quote)
                    .reduce((left, right) -> left + ".*" + right)
                    .orElse("");
            return actual.textValue().matches("(?s)" + pattern);
        }
        if (expected.isNumber() && actual.isNumber()) {
            return expected.decimalValue().compareTo(actual.decimalValue()) == 0;
        }
        return expected.equals(actual);
    }
}
