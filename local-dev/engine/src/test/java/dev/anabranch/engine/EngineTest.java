package dev.anabranch.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.anabranch.engine.execution.EngineQuotas;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.engine.execution.MapRunSnapshot;
import dev.anabranch.engine.history.HistoryEvent;
import dev.anabranch.engine.integration.LambdaInvoker;
import dev.anabranch.engine.metering.Meter;
import dev.anabranch.engine.time.EngineClock;
import dev.anabranch.engine.time.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the operations of the engine: results, errors and side effects. */
final class EngineTest {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String ROLE = "arn:aws:iam::000000000000:role/r";
    private static final String PASS = """
            {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}""";
    private static final String WAIT = """
            {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 3600, "End": true}}}""";

    private final VirtualClock clock = new VirtualClock(Instant.EPOCH);

    private EngineBuilder builder() {
        return Engine.builder()
                .clock(clock)
                .executor(Runnable::run)
                .blockingExecutor(Runnable::run)
                .random(new Random(7));
    }

    private static String machine(Engine engine, String definition) {
        return engine.createStateMachine("m", definition, StateMachineType.STANDARD, ROLE)
                .arn();
    }

    @Test
    void creatingTheSameStateMachineAgainReturnsIt() {
        try (Engine engine = builder().build()) {
            StateMachine first = engine.createStateMachine("m", PASS, StateMachineType.STANDARD, ROLE);
            assertThat(engine.createStateMachine("m", PASS, StateMachineType.STANDARD, ROLE))
                    .isSameAs(first);
            assertThatThrownBy(() -> engine.createStateMachine("m", WAIT, StateMachineType.STANDARD, ROLE))
                    .isInstanceOfSatisfying(EngineException.class, refused -> assertThat(refused.code())
                            .isEqualTo("StateMachineAlreadyExists"));
        }
    }

    @Test
    void repeatedStartReturnsARunningExecutionOnlyForTheSameInput() {
        try (Engine engine = builder().build()) {
            EngineClock.Hold hold = clock.hold();
            String arn = machine(engine, WAIT);
            ExecutionSnapshot first = engine.startExecution(arn, "one", "{\"a\":1}");
            assertThat(engine.startExecution(arn, "one", "{ \"a\": 1 }").spec().arn())
                    .isEqualTo(first.spec().arn());
            assertRefused("ExecutionAlreadyExists", () -> engine.startExecution(arn, "one", "{\"a\":2}"));
            hold.close();
            assertThat(engine.describeExecution(first.spec().arn()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertRefused("ExecutionAlreadyExists", () -> engine.startExecution(arn, "one", "{\"a\":1}"));
        }
    }

    @Test
    void badRequestsAreRefusedByTheirCodes() {
        try (Engine engine = builder().build()) {
            String arn = machine(engine, PASS);
            assertRefused("InvalidName", () -> engine.startExecution(arn, "a b", "{}"));
            assertRefused("InvalidName", () -> engine.startExecution(arn, "x".repeat(81), "{}"));
            assertRefused("InvalidExecutionInput", () -> engine.startExecution(arn, null, "{"));
            assertRefused(
                    "InvalidExecutionInput",
                    () -> engine.startExecution(arn, null, "\"" + "x".repeat(256 * 1024) + "\""));
            assertRefused("StateMachineDoesNotExist", () -> engine.startExecution(arn + "x", null, "{}"));
            assertRefused("ExecutionDoesNotExist", () -> engine.describeExecution(arn));
            assertRefused("StateMachineTypeNotSupported", () -> engine.startSyncExecution(arn, null, "{}")
                    .join());
            assertRefused(
                    "InvalidToken", () -> engine.sendTaskSuccess("token", "{}").join());
        }
    }

    private static void assertRefused(String code, Runnable request) {
        assertThatThrownBy(request::run)
                .isInstanceOfSatisfying(EngineException.class, refused -> assertThat(refused.code())
                        .isEqualTo(code));
    }

    @Test
    void stopAbortsWithTheGivenErrorAndCause() {
        try (Engine engine = builder().build()) {
            EngineClock.Hold hold = clock.hold();
            String arn = engine.startExecution(machine(engine, WAIT), "x", "{}")
                    .spec()
                    .arn();
            engine.stopExecution(arn, "Stopped", "by a test").join();
            ExecutionSnapshot stopped = engine.describeExecution(arn);
            assertThat(stopped.status()).isEqualTo(ExecutionStatus.ABORTED);
            assertThat(stopped.error()).isEqualTo("Stopped");
            assertThat(types(engine, arn)).containsExactly("ExecutionStarted", "WaitStateEntered", "ExecutionAborted");
            hold.close();
        }
        assertThat(clock.instant()).as("a stopped execution leaves no timer").isEqualTo(Instant.EPOCH);
    }

    private static List<String> types(Engine engine, String arn) {
        return engine.getExecutionHistory(arn).stream()
                .map(event -> event.type().text())
                .toList();
    }

    @Test
    void anUpdateAppliesToExecutionsThatStartLater() {
        try (Engine engine = builder().build()) {
            EngineClock.Hold hold = clock.hold();
            String arn = machine(engine, WAIT);
            String before = engine.startExecution(arn, "before", "{}").spec().arn();
            assertThat(engine.updateStateMachine(arn, PASS, null).revision()).isEqualTo(2);
            String after = engine.startExecution(arn, "after", "{}").spec().arn();
            assertThat(engine.describeExecution(after).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(engine.describeExecution(before).status()).isEqualTo(ExecutionStatus.RUNNING);
            hold.close();
            assertThat(engine.describeExecution(before).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        }
    }

    @Test
    void aTaskWaitsForItsTokenAndItsHeartbeats() throws Exception {
        List<String> tokens = new ArrayList<>();
        String definition = """
                {"QueryLanguage": "JSONata", "StartAt": "T", "States": {"T": {"Type": "Task", "End": true,
                  "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "HeartbeatSeconds": 60,
                  "Arguments": {"token": "{% $states.context.Task.Token %}"},
                  "Retry": [{"ErrorEquals": ["States.HeartbeatTimeout"], "IntervalSeconds": 1}]}}}""";
        try (Engine engine = builder()
                .integration("sqs:sendMessage", (arguments, context) -> {
                    tokens.add(arguments.get("token").textValue());
                    return CompletableFuture.completedFuture(MAPPER.createObjectNode());
                })
                .build()) {
            EngineClock.Hold hold = clock.hold();
            String arn = engine.startExecution(machine(engine, definition), "x", "{}")
                    .spec()
                    .arn();
            clock.schedule(Duration.ofSeconds(50), () -> engine.sendTaskHeartbeat(tokens.get(0))
                    .join());
            // The second attempt has a new token; the first token is invalid.
            clock.schedule(Duration.ofMinutes(2), () -> {
                assertRefused("TaskTimedOut", () -> engine.sendTaskSuccess(tokens.get(0), "1")
                        .join());
                engine.sendTaskSuccess(tokens.get(1), "{\"ok\":true}").join();
            });
            hold.close();
            ExecutionSnapshot ended = engine.completion(arn).get();
            assertThat(ended.output()).isEqualTo(MAPPER.readTree("{\"ok\":true}"));
            assertThat(types(engine, arn))
                    .containsExactly(
                            "ExecutionStarted",
                            "TaskStateEntered",
                            "TaskScheduled",
                            "TaskStarted",
                            "TaskSubmitted",
                            "TaskTimedOut",
                            "TaskScheduled",
                            "TaskStarted",
                            "TaskSubmitted",
                            "TaskSucceeded",
                            "TaskStateExited",
                            "ExecutionSucceeded");
        }
    }

    private static String text(ExecutionSnapshot ended) {
        return ended.spec().textOf(Objects.requireNonNull(ended.output()));
    }

    /** As on AWS, a value that no state changes keeps its white space and number notation. */
    @Test
    void theOutputOfACallbackKeepsItsText() throws Exception {
        String sent = "{ \"b\": 1.50 }";
        String definition = """
                {"StartAt": "T", "States": {"T": {"Type": "Task", "Next": "P",
                  "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
                  "Parameters": {"token.$": "$$.Task.Token"}}, "P": {"Type": "Pass", "End": true}}}""";
        MortalJournal journal = MortalJournal.empty(Integer.MAX_VALUE);
        AtomicReference<Engine> started = new AtomicReference<>();
        String arn;
        try (Engine engine = builder()
                .journal(journal)
                .integration("sqs:sendMessage", (arguments, context) -> {
                    String token = arguments.get("token").textValue();
                    clock.schedule(Duration.ofSeconds(1), () -> Objects.requireNonNull(started.get())
                            .sendTaskSuccess(token, sent)
                            .join());
                    return CompletableFuture.completedFuture(MAPPER.createObjectNode());
                })
                .build()) {
            started.set(engine);
            arn = engine.startExecution(machine(engine, definition), "x", "{}")
                    .spec()
                    .arn();
            ExecutionSnapshot ended = engine.completion(arn).get();
            assertThat(text(ended)).isEqualTo(sent);
            assertThat(engine.getExecutionHistory(arn))
                    .filteredOn(event -> event.details().toJson().has("output"))
                    .filteredOn(event -> !event.type().text().equals("TaskSubmitted"))
                    .hasSize(4)
                    .allSatisfy(event -> assertThat(
                                    event.details().toJson().get("output").textValue())
                            .isEqualTo(sent));
        }
        try (Engine next =
                builder().journal(journal.afterRestart(Integer.MAX_VALUE)).build()) {
            next.goOn();
            ExecutionSnapshot found = next.describeExecution(arn);
            assertThat(text(found)).isEqualTo(sent);
        }
    }

    @Test
    void theResponseOfAFunctionKeepsItsText() throws Exception {
        String sent = "[ 1.50, 1e2 ]";
        String definition = """
                {"StartAt": "T", "States": {"T": {"Type": "Task", "End": true,
                  "Resource": "arn:aws:lambda:us-east-1:000000000000:function:f"}}}""";
        byte[] answer = sent.getBytes(StandardCharsets.UTF_8);
        try (Engine engine = builder()
                .functions((function, payload, context) ->
                        CompletableFuture.completedFuture(LambdaInvoker.Answer.result("$LATEST", answer)))
                .build()) {
            String arn = engine.startExecution(machine(engine, definition), "x", "{}")
                    .spec()
                    .arn();
            ExecutionSnapshot ended = engine.completion(arn).get();
            assertThat(text(ended)).isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\": 1}{\"b\": 2}", "1 2", "[1]]", "{\"a\": ", "no"})
    void responseOfAFunctionThatIsNotOneJsonValueFailsTheState(String sent) throws Exception {
        String definition = """
                {"StartAt": "T", "States": {"T": {"Type": "Task", "End": true,
                  "Resource": "arn:aws:lambda:us-east-1:000000000000:function:f"}}}""";
        byte[] answer = sent.getBytes(StandardCharsets.UTF_8);
        try (Engine engine = builder()
                .functions((function, payload, context) ->
                        CompletableFuture.completedFuture(LambdaInvoker.Answer.result("$LATEST", answer)))
                .build()) {
            String arn = engine.startExecution(machine(engine, definition), "x", "{}")
                    .spec()
                    .arn();
            ExecutionSnapshot ended = engine.completion(arn).get();
            assertThat(ended.error()).isEqualTo("States.Runtime");
            assertThat(ended.cause())
                    .contains("The response of the function is not JSON: ")
                    .doesNotContain("Source", "jackson");
        }
    }

    /** The last event of a Fail state without an error has empty details, also inside other states. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"Type\": \"Parallel\", \"Branches\": [%s]",
                "\"Type\": \"Map\", \"Items\": [1, 2], \"ItemProcessor\": %s",
                "\"Type\": \"Map\", \"Items\": [1], \"ItemProcessor\": {\"StartAt\": \"I\", \"States\": {\"I\": {\"Type\": \"Parallel\", \"End\": true, \"Branches\": [%s]}}}"
            })
    void aFailureWithoutErrorHasEmptyDetails(String state) throws Exception {
        String inner = "{\"StartAt\": \"F\", \"States\": {\"F\": {\"Type\": \"Fail\"}}}";
        String definition = "{\"QueryLanguage\": \"JSONata\", \"StartAt\": \"S\", \"States\": {\"S\": {"
                + state.formatted(inner) + ", \"End\": true}}}";
        try (Engine engine = builder().build()) {
            String arn = engine.startExecution(machine(engine, definition), "x", "{}")
                    .spec()
                    .arn();
            ExecutionSnapshot ended = engine.completion(arn).get();
            assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(ended.error()).isNull();
            List<HistoryEvent> events = engine.getExecutionHistory(arn);
            HistoryEvent last = events.get(events.size() - 1);
            assertThat(last.toJson().path("executionFailedEventDetails").isObject())
                    .isTrue();
            assertThat(last.details().isEmpty()).isTrue();
            assertThat(last.previousEventId()).isEqualTo(events.size() - 1L);
        }
    }

    @Test
    void theEndOfAStoppedExecutionHasNoPreviousEvent() throws Exception {
        String definition = """
                {"StartAt": "M", "States": {"M": {"Type": "Map", "End": true, "ItemProcessor": {"StartAt": "W", "States": {
                  "W": {"Type": "Wait", "Seconds": 60, "End": true}}}}}}""";
        try (Engine engine = builder().build()) {
            EngineClock.Hold hold = clock.hold();
            String arn = engine.startExecution(machine(engine, definition), "x", "[1, 2]")
                    .spec()
                    .arn();
            engine.stopExecution(arn, null, null).join();
            hold.close();
            List<HistoryEvent> events = engine.getExecutionHistory(arn);
            HistoryEvent last = events.get(events.size() - 1);
            assertThat(last.toJson().path("executionAbortedEventDetails").isObject())
                    .isTrue();
            assertThat(last.details().isEmpty()).isTrue();
            assertThat(last.previousEventId()).isZero();
        }
    }

    @Test
    void aTaskStartsAnExecutionAndWaitsForItsEnd() throws Exception {
        String definition = """
                {"QueryLanguage": "JSONata", "StartAt": "T", "States": {"T": {"Type": "Task", "End": true,
                  "Resource": "arn:aws:states:::states:startExecution.sync:2",
                  "Arguments": {"StateMachineArn": "%s", "Input": {"n": 1}}, "Output": "{%% $states.result.Output %%}"}}}""";
        try (Engine engine = builder().build()) {
            String inner = machine(engine, WAIT);
            StateMachine outer =
                    engine.createStateMachine("outer", definition.formatted(inner), StateMachineType.STANDARD, ROLE);
            String arn = engine.startExecution(outer.arn(), "x", "{}").spec().arn();
            ExecutionSnapshot ended = engine.completion(arn).get();
            assertThat(ended.output()).hasToString("{\"n\":1}");
            assertThat(Duration.between(ended.startDate(), ended.stopDate())).isEqualTo(Duration.ofHours(1));
            assertThat(types(engine, arn)).contains("TaskSubmitted", "TaskSucceeded");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".sync", ".sync:2"})
    void aTaskCannotWaitForAnExpressExecution(String pattern) throws Exception {
        String definition = """
                {"StartAt": "T", "States": {"T": {"Type": "Task", "End": true,
                  "Resource": "arn:aws:states:::states:startExecution%s", "Parameters": {"StateMachineArn": "%s"}}}}""";
        try (Engine engine = builder().build()) {
            String inner = engine.createStateMachine("inner", PASS, StateMachineType.EXPRESS, ROLE)
                    .arn();
            String arn = engine.startExecution(machine(engine, definition.formatted(pattern, inner)), "x", "{}")
                    .spec()
                    .arn();
            ExecutionSnapshot ended = engine.completion(arn).get();
            assertThat(ended.error()).isEqualTo("StepFunctions.StateMachineTypeNotSupportedException");
            assertThat(ended.cause())
                    .startsWith("This operation is not supported by this type of state machine: EXPRESS (Service: ");
            assertThat(types(engine, arn)).doesNotContain("TaskSubmitted");
        }
    }

    @Test
    void aRedriveResumesAtTheFailedState() throws Exception {
        String definition = """
                {"QueryLanguage": "JSONata", "StartAt": "P", "States": {"P": {"Type": "Parallel", "End": true, "Branches": [
                  {"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true,
                    "Arguments": {"FunctionName": "good", "Payload": 1}, "Output": "{% $states.result.Payload %}"}}},
                  {"StartAt": "B", "States": {"B": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true,
                    "Arguments": {"FunctionName": "flaky", "Payload": 2}, "Output": "{% $states.result.Payload %}"}}}]}}}""";
        ScriptedFunctions functions = new ScriptedFunctions(MAPPER.readTree("""
                        {"good": {"echoes": true},
                         "flaky": [{"after": 1, "throws": {"type": "Bad", "message": "no"}}, {"echoes": true}]}"""));
        try (Engine engine = builder().functions(functions).build()) {
            String arn = engine.startExecution(machine(engine, definition), "x", "{}")
                    .spec()
                    .arn();
            assertThat(engine.completion(arn).get().error()).isEqualTo("Bad");
            engine.redriveExecution(arn).join();
            ExecutionSnapshot ended = engine.completion(arn).get();
            assertThat(ended.output()).hasToString("[1,2]");
            assertThat(ended.redriveCount()).isEqualTo(1);
            assertThat(functions.payloads()).as("the good branch ran once").containsExactly("1", "2", "2");
            assertThat(types(engine, arn)).contains("ExecutionFailed", "ExecutionRedriven", "ExecutionSucceeded");
            assertRefused(
                    "ExecutionNotRedrivable", () -> engine.redriveExecution(arn).join());
        }
    }

    @Test
    void aRedriveOfAMapRunRunsOnlyTheChildrenThatDidNotSucceed() throws Exception {
        ScriptedFunctions functions = new ScriptedFunctions(
                MAPPER.readTree(
                        "{\"f\": [{\"echoes\": true}, {\"throws\": {\"type\": \"Bad\", \"message\": \"no\"}}, {\"echoes\": true}]}"));
        try (Engine engine = builder().functions(functions).build()) {
            String arn = engine.startExecution(machine(engine, distributed("STANDARD", 1)), "x", "[1,2,3]")
                    .spec()
                    .arn();
            assertThat(engine.completion(arn).get().error()).isEqualTo("States.ExceedToleratedFailureThreshold");
            assertThat(engine.listMapRuns(arn).get(0).items().failed()).isEqualTo(1);
            engine.redriveExecution(arn).join();
            assertThat(engine.completion(arn).get().output()).hasToString("[1,2,3]");
            assertThat(functions.payloads()).containsExactly("1", "2", "2", "3");
            MapRunSnapshot run = engine.listMapRuns(arn).get(0);
            assertThat(run.redriveCount()).isEqualTo(1);
            assertThat(run.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(run.executions().succeeded()).isEqualTo(3);
            assertThat(run.executions().failed()).isZero();
        }
    }

    private static String distributed(String executionType, int concurrency) {
        return """
                {"QueryLanguage": "JSONata", "StartAt": "M", "States": {"M": {"Type": "Map", "Label": "d", "End": true,
                  "MaxConcurrency": %d, "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "%s"},
                    "StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
                      "Arguments": {"FunctionName": "f", "Payload": "{%% $states.input %%}"},
                      "Output": "{%% $states.result.Payload %%}", "End": true}}}}}}""".formatted(concurrency, executionType);
    }

    @Test
    void theConcurrencyOfAMapRunCanBeChangedWhileItRuns() throws Exception {
        ScriptedFunctions functions =
                new ScriptedFunctions(MAPPER.readTree("{\"f\": {\"after\": 10, \"echoes\": true}}"));
        try (Engine engine = builder().functions(functions).build()) {
            EngineClock.Hold hold = clock.hold();
            String arn = engine.startExecution(machine(engine, distributed("EXPRESS", 1)), "x", "[1,2,3,4,5]")
                    .spec()
                    .arn();
            MapRunSnapshot run = engine.listMapRuns(arn).get(0);
            assertThat(run.items()).isEqualTo(new MapRunSnapshot.Counts(4, 1, 0, 0, 0, 0, 5, 0));
            clock.schedule(Duration.ofSeconds(15), () -> engine.updateMapRun(run.arn(), 10L, null, null)
                    .join());
            hold.close();
            ExecutionSnapshot ended = engine.completion(arn).get();
            assertThat(Duration.between(ended.startDate(), ended.stopDate())).isEqualTo(Duration.ofSeconds(25));
            assertThat(engine.listExecutions(run.arn(), null))
                    .as("Express children are not kept")
                    .isEmpty();
        }
    }

    @Test
    void tenThousandChildrenWaitConcurrently() throws Exception {
        ScriptedFunctions functions =
                new ScriptedFunctions(MAPPER.readTree("{\"f\": {\"after\": 3600, \"echoes\": true}}"));
        ArrayNode items = MAPPER.createArrayNode();
        for (int i = 0; i < 10_000; i++) {
            items.add(i);
        }
        try (Engine engine = builder().functions(functions).build()) {
            String arn = engine.startExecution(machine(engine, distributed("STANDARD", 0)), "x", items.toString())
                    .spec()
                    .arn();
            ExecutionSnapshot ended = engine.completion(arn).get();
            assertThat(ended.output()).isEqualTo(items);
            assertThat(Duration.between(ended.startDate(), ended.stopDate())).isEqualTo(Duration.ofHours(1));
            String mapRun = engine.listMapRuns(arn).get(0).arn();
            List<ExecutionSnapshot> children = engine.listExecutions(mapRun, ExecutionStatus.SUCCEEDED);
            assertThat(children).hasSize(10_000);
            List<HistoryEvent> history =
                    engine.getExecutionHistory(children.get(0).spec().arn());
            assertThat(history).hasSize(7);
            JsonNode last = history.get(6).toJson();
            assertThat(last.at("/executionSucceededEventDetails/outputDetails/truncated")
                            .booleanValue())
                    .isFalse();
        }
    }

    @Test
    void aLongChainOfStatesDoesNotGrowTheStack() throws Exception {
        String loop = """
                {"QueryLanguage": "JSONata", "StartAt": "A", "States": {
                  "A": {"Type": "Choice", "Choices": [{"Condition": "{% $states.input >= 40000 %}", "Next": "Z"}],
                        "Default": "A", "Output": "{% $states.input + 1 %}"},
                  "Z": {"Type": "Succeed"}}}""";
        try (Engine engine =
                builder().quotas(EngineQuotas.builder().anyHistory().build()).build()) {
            String arn = engine.startExecution(machine(engine, loop), "x", "0")
                    .spec()
                    .arn();
            assertThat(engine.completion(arn).get().output()).hasToString("40000");
        }
    }

    @Test
    void transitionsAndExpressExecutionsAreMetered() throws Exception {
        Map<Meter.TransitionKind, Integer> transitions = new EnumMap<>(Meter.TransitionKind.class);
        List<Duration> express = new ArrayList<>();
        Meter meter = new Meter() {
            @Override
            public void transition(String stateMachineArn, TransitionKind kind) {
                transitions.merge(kind, 1, Integer::sum);
            }

            @Override
            public void expressExecution(String stateMachineArn, Duration duration, long definitionBytes) {
                express.add(duration);
            }
        };
        ScriptedFunctions functions =
                new ScriptedFunctions(MAPPER.readTree("{\"f\": {\"after\": 2, \"echoes\": true}}"));
        try (Engine engine = builder().meter(meter).functions(functions).build()) {
            String arn = engine.startExecution(machine(engine, distributed("EXPRESS", 0)), "x", "[1,2,3]")
                    .spec()
                    .arn();
            engine.completion(arn).get();
            assertThat(transitions)
                    .isEqualTo(Map.of(Meter.TransitionKind.STATE, 1, Meter.TransitionKind.CHILD_START, 3));
            assertThat(express).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(2));
        }
    }

    @Test
    void startSyncExecutionWaitsForAnExpressExecution() throws Exception {
        try (Engine engine = builder().build()) {
            String arn = engine.createStateMachine("e", PASS, StateMachineType.EXPRESS, ROLE)
                    .arn();
            ExecutionSnapshot ended =
                    engine.startSyncExecution(arn, "x", "{\"a\":1}").get();
            assertThat(ended.output()).hasToString("{\"a\":1}");
            assertThat(ended.spec().arn()).startsWith("arn:aws:states:us-east-1:000000000000:express:e:x:");
        }
    }

    @Test
    void anIntegrationThatThrowsFailsTheTaskAndNotTheEngine() throws Exception {
        String definition = """
                {"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "End": true}}}""";
        try (Engine engine = builder()
                .integration("sqs:sendMessage", (arguments, context) -> {
                    throw new IllegalStateException("broken");
                })
                .build()) {
            String arn = engine.startExecution(machine(engine, definition), "x", "{}")
                    .spec()
                    .arn();
            ExecutionSnapshot ended = engine.completion(arn).get();
            assertThat(ended.error()).isEqualTo("States.TaskFailed");
            assertThat(ended.cause()).contains("broken");
        }
    }

    @Test
    void anExpressExecutionContinuesHoweverLongTheProcessWasDown() throws Exception {
        String definition = """
                {"StartAt": "M", "States": {"M": {"Type": "Map", "End": true,
                  "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
                    "StartAt": "T", "States": {
                      "T": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Next": "W"},
                      "W": {"Type": "Wait", "Seconds": 240, "End": true}}}}}}""";
        MortalJournal journal = MortalJournal.empty(Integer.MAX_VALUE);
        Engine killed = builder()
                .journal(journal)
                .integration("sqs:sendMessage", (arguments, context) -> new CompletableFuture<>())
                .build();
        String arn = killed.startExecution(machine(killed, definition), "x", "[1, 2]")
                .spec()
                .arn();
        MortalJournal kept = journal.afterRestart(Integer.MAX_VALUE);

        try (Engine next = builder()
                .clock(new VirtualClock(Instant.EPOCH.plus(Duration.ofDays(1))))
                .journal(kept)
                .integration(
                        "sqs:sendMessage",
                        (arguments, context) -> CompletableFuture.completedFuture(MAPPER.createObjectNode()))
                .build()) {
            next.goOn();
            assertThat(text(next.completion(arn).get())).isEqualTo("[{},{}]");
        }
        killed.close();
    }
}
