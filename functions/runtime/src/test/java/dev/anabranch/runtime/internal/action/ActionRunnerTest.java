package dev.anabranch.runtime.internal.action;

import static dev.anabranch.runtime.internal.action.Calls.NOTHING;
import static dev.anabranch.runtime.internal.action.Calls.VALUE;
import static dev.anabranch.runtime.internal.action.Calls.call;
import static dev.anabranch.runtime.internal.action.Calls.json;
import static dev.anabranch.runtime.internal.action.Calls.retry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anabranch.action.Aborted;
import dev.anabranch.action.ActionFailure;
import dev.anabranch.action.StoreUnavailable;
import dev.anabranch.action.Superseded;
import dev.anabranch.action.TaskFailed;
import dev.anabranch.action.TaskRejected;
import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.RecordedAttempt;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.Invocation;
import dev.anabranch.runtime.internal.wire.MalformedInvocation;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.runtime.internal.wire.Reply;
import dev.anabranch.runtime.internal.wire.Wire;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ActionRunnerTest {

    private static final Reply REFERENCE = new Reply.Single(400);

    private final MemoryActionStore actions = new MemoryActionStore();
    private final MemoryPayloadStore payloads = new MemoryPayloadStore();
    private Bench bench = new Bench(actions, payloads, Runnable::run, Path.of(""));

    @BeforeEach
    void setUp(@TempDir Path scratch) {
        bench = new Bench(actions, payloads, Runnable::run, scratch);
    }

    @Test
    void writesTwiceAndReadsNothing() {
        bench.run(new Tasks.Doubling(), call("21", VALUE));

        assertThat(actions.writes()).isEqualTo(2);
        assertThat(actions.reads()).isZero();
        assertThat(payloads.puts()).isZero();
    }

    @Test
    void readsBytesAsWell() {
        byte[] payload = call("21", VALUE).toJson().toString().getBytes(StandardCharsets.UTF_8);

        assertThat(ActionRunner.of(ActionRunner.instance(Tasks.Doubling.class), bench.host())
                        .handle(payload, Bench.DELIVERY))
                .isEqualTo("{\"v\":42}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void notifiesTheObserver() {
        bench.run(new Tasks.Doubling(), Calls.at(call("21", VALUE), 3L, 17L));
        bench.run(new Tasks.Texts(), call("[1,2]", new Reply.Items(10, 1_000, 1_000)));

        assertThat(bench.events())
                .containsExactly(
                        "started classify[3, 17]",
                        "finished classify[3, 17] SUCCEEDED",
                        "started classify[]",
                        "spread classify[] 2",
                        "finished classify[] SUCCEEDED");
    }

    @Test
    void answersWithTheResultOfADuplicateThatFinishedFirst() {
        Invocation call = call("20000", REFERENCE);
        String first = bench.run(new Tasks.Letters(), Calls.at(call, 1L));
        Invocation later = retry(Calls.at(call, 2L), 1);
        actions.beforeFinish(() -> bench.run(new Tasks.Letters(), later));

        String answer = bench.run(new Tasks.Letters(), Calls.at(call, 2L));

        Wire.Ref ref = (Wire.Ref) Wire.parse(json(answer));
        assertThat(ref.key()).contains(String.valueOf(later.attemptOrder()));
        assertThat(bench.record(later).order()).isEqualTo(later.attemptOrder());
        assertThat(first).isNotEqualTo(answer);
    }

    @Test
    void lateAttemptThatFinishesFirstWins() {
        Invocation early = call("21", VALUE);
        Invocation later = retry(early, 1);
        Tasks.Doubling task = new Tasks.Doubling();
        actions.beforeFinish(() -> {
            actions.claim(key(later), new RecordedAttempt(later.attemptOrder(), Bench.NOW, "log-2"));
        });

        assertThat(bench.run(task, early)).isEqualTo("{\"v\":42}");
        assertThat(bench.run(task, later)).isEqualTo("{\"v\":42}");
        assertThat(task.runs()).isEqualTo(1);
        assertThat(bench.record(early).status()).isEqualTo(ActionStatus.SUCCEEDED);
    }

    @Test
    void lateAttemptDoesNotOverwriteTheReferencedPayload() {
        Invocation early = call("20000", REFERENCE);
        actions.beforeFinish(() -> bench.run(new Fixed("y".repeat(30_000)), retry(early, 1)));

        Wire.Ref ref = (Wire.Ref) Wire.parse(json(bench.run(new Tasks.Letters(), early)));

        assertThat(payloads.text(ref.key())).hasSize(30_002).contains("yyy");
    }

    @Test
    void failureOfALateAttemptDoesNotUndoAResult() {
        Invocation early = call("21", VALUE);
        actions.beforeFinish(() -> bench.run(new Tasks.Doubling(), retry(early, 1)));

        assertThat(bench.run(new Tasks.Failing(new IOException("gone")), early)).isEqualTo("{\"v\":42}");
        assertThat(bench.record(early).status()).isEqualTo(ActionStatus.SUCCEEDED);
    }

    @Test
    void failureOfALateAttemptDoesNotChangeTheNewerAttempt() {
        Invocation early = call("21", VALUE);
        Invocation later = retry(early, 1);
        actions.beforeFinish(
                () -> actions.claim(key(later), new RecordedAttempt(later.attemptOrder(), Bench.NOW, "log-2")));

        assertThatThrownBy(() -> bench.run(new Tasks.Failing(new IOException("gone")), early))
                .isInstanceOf(Superseded.class)
                .hasMessageContaining("a later attempt is running");
        assertThat(bench.record(early).status()).isEqualTo(ActionStatus.RUNNING);
        assertThat(bench.record(early).order()).isEqualTo(later.attemptOrder());
    }

    @Test
    void duplicateThatFailsTooReportsItsOwnFailure() {
        Invocation call = call("21", VALUE);
        Tasks.Failing task = new Tasks.Failing(new IOException("gone"));
        actions.beforeFinish(
                () -> assertThatThrownBy(() -> bench.run(task, call)).isInstanceOf(TaskFailed.class));

        assertThatThrownBy(() -> bench.run(task, call)).isInstanceOf(TaskFailed.class);
    }

    @Test
    void duplicateThatFailedFirstDoesNotPreventASuccess() {
        Invocation call = call("21", VALUE);
        actions.beforeFinish(() -> assertThatThrownBy(() -> bench.run(new Tasks.Failing(new IOException("gone")), call))
                .isInstanceOf(TaskFailed.class));

        assertThatThrownBy(() -> bench.run(new Tasks.Doubling(), call))
                .isInstanceOf(TaskFailed.class)
                .hasMessageContaining("gone");

        assertThat(bench.run(new Tasks.Doubling(), retry(call, 1))).isEqualTo("{\"v\":42}");
    }

    @Test
    void oldAttemptAfterANewerFailureIsSuperseded() {
        Invocation early = call("21", VALUE);
        assertThatThrownBy(() -> bench.run(new Tasks.Failing(new IOException("gone")), retry(early, 1)))
                .isInstanceOf(TaskFailed.class);

        assertThatThrownBy(() -> bench.run(new Tasks.Doubling(), early)).isInstanceOf(Superseded.class);
        assertThat(bench.record(early).status()).isEqualTo(ActionStatus.FAILED);
    }

    @Test
    void resultAfterTheStateMachineGaveUpIsSuperseded() {
        Invocation call = call("21", VALUE);
        // The order of no attempt, and later than all attempts.
        actions.beforeFinish(() -> actions.put(ActionRecord.of(key(call), ActionStatus.FAILED)
                .attempts(1)
                .order(call.attemptOrder() + 60_000_999)
                .began(Bench.NOW)
                .finished(Bench.NOW)
                .log("")
                .failure("Sandbox.Timedout", "60 s")
                .build()));

        assertThatThrownBy(() -> bench.run(new Tasks.Doubling(), call))
                .isInstanceOf(Superseded.class)
                .hasMessageContaining("Sandbox.Timedout");
        assertThat(bench.record(call).status()).isEqualTo(ActionStatus.FAILED);
    }

    @Test
    void cancelledRunEndsAttemptsBeforeAndAfterTheTask() {
        Invocation before = Calls.at(call("21", VALUE), 0L);
        Invocation after = Calls.at(call("21", VALUE), 1L);
        Tasks.Doubling task = new Tasks.Doubling();
        actions.put(aborted(before));
        actions.beforeFinish(() -> actions.put(aborted(after)));

        assertThatThrownBy(() -> bench.run(task, before)).isInstanceOf(Aborted.class);
        assertThat(task.runs()).isZero();
        assertThatThrownBy(() -> bench.run(task, after)).isInstanceOf(Aborted.class);
        assertThat(bench.record(after).status()).isEqualTo(ActionStatus.ABORTED);
    }

    @Test
    void resultOfADeletedRunIsNotRecorded() {
        Invocation call = call("21", VALUE);
        actions.beforeFinish(() -> actions.remove(key(call)));

        assertThatThrownBy(() -> bench.run(new Tasks.Doubling(), call))
                .isInstanceOf(Superseded.class)
                .hasMessageContaining("deleted");
        assertThat(actions.read(key(call))).isEmpty();
    }

    @Test
    void answersFromACachedRecord() {
        Invocation call = call("21", VALUE);
        ActionRecord cached = ActionRecord.of(key(call), ActionStatus.CACHED)
                .finished(Bench.NOW)
                .result(new StoredResult.Inline("42"))
                .build();
        actions.put(cached);
        Tasks.Doubling task = new Tasks.Doubling();

        assertThat(bench.run(task, call)).isEqualTo("{\"v\":42}");
        assertThat(task.runs()).isZero();
        assertThat(bench.record(call)).isEqualTo(cached);
    }

    @Test
    void crashBetweenPayloadAndRecordIsRepairedByTheNextAttempt() {
        Invocation call = call("20000", REFERENCE);
        actions.beforeFinish(() -> actions.fail("the line went dead"));
        assertThatThrownBy(() -> bench.run(new Tasks.Letters(), call)).isInstanceOf(StoreUnavailable.class);
        actions.fail(null);
        assertThat(payloads.puts()).isEqualTo(1);
        assertThat(bench.record(call).status()).isEqualTo(ActionStatus.RUNNING);

        Wire.Ref ref = (Wire.Ref) Wire.parse(json(bench.run(new Tasks.Letters(), retry(call, 1))));

        assertThat(payloads.payloads()).hasSize(2);
        assertThat(bench.record(call).result()).isEqualTo(new StoredResult.InStore(ref.key(), ref.size()));
    }

    @Test
    void throttledRecordsFailAsStoreUnavailableAndTheTaskDoesNotRun() {
        Tasks.Doubling task = new Tasks.Doubling();
        actions.fail("throttled");

        assertThatThrownBy(() -> bench.run(task, call("21", VALUE)))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("node `classify`")
                .hasMessageContaining("throttled");
        assertThat(task.runs()).isZero();
    }

    @Test
    void failingPayloadStoreFailsAsStoreUnavailable() {
        payloads.fail("slow down");

        assertThatThrownBy(() -> bench.run(new Tasks.Letters(), call("20000", REFERENCE)))
                .isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> bench.run(new Tasks.Doubling(), call(new Wire.Ref("runs/a", 3), VALUE)))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("slow down");
    }

    @Test
    void storeExceptionWrappedByTheTaskIsStoreUnavailable() {
        Tasks.Failing task = new Tasks.Failing(
                new IllegalStateException("sum failed", new StoreException("throttled", new IOException("429"))));

        assertThatThrownBy(() -> bench.run(task, call("1", VALUE))).isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void unrecordedFailureIsStoreUnavailableAndRetried() {
        actions.beforeFinish(() -> actions.fail("throttled"));

        assertThatThrownBy(() -> bench.run(new Tasks.Rejecting(), call("1", VALUE)))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("not on this planet");
    }

    @Test
    void exceptionOfATaskNamesWorkflowNodeActionTaskAndCause() {
        Invocation call = Calls.at(call("1", VALUE), 3L, 17L);

        ActionFailure failure = catchThrowableOfType(
                TaskFailed.class, () -> bench.run(new Tasks.Failing(new IOException("disk full")), call));

        assertThat(failure.getMessage())
                .isEqualTo(
                        "workflow `land-cover`, node `classify`[3.17], task `dev.anabranch.runtime.internal.action.Tasks$Failing`: "
                                + "java.io.IOException: disk full");
        assertThat(failure.getStackTrace()).isEmpty();
        assertThat(failure.getCause()).isNull();
        assertThat(bench.record(call).error()).isEqualTo("java.io.IOException");
        assertThat(bench.record(call).message()).isEqualTo("disk full");
        assertThat(bench.lines()).singleElement().satisfies(line -> assertThat(line.stack())
                .contains("java.io.IOException: disk full"));
    }

    @Test
    void messagesAreTruncatedBetweenCharacters() {
        ActionFailure failure = catchThrowableOfType(
                TaskFailed.class,
                () -> bench.run(new Tasks.Failing(new IOException("🗺".repeat(5_000))), call("1", VALUE)));

        String message = Objects.requireNonNull(bench.record(call("1", VALUE)).message());
        assertThat(message.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1_018, 1_024);
        assertThat(message).endsWith("🗺…");
        assertThat(failure.getMessage().getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1_018, 1_024);
    }

    @Test
    void permanentFailureIsRejected() {
        assertThatThrownBy(() -> bench.run(new Tasks.Rejecting(), call("7", VALUE)))
                .isInstanceOf(TaskRejected.class)
                .hasMessageEndingWith(PermanentFailure.class.getName() + ": Region 7 is not on this planet.");
    }

    @Test
    void infiniteRecursionIsAFailureOfTheTask() {
        assertThatThrownBy(() -> bench.run(new Recursing(), call("1", VALUE)))
                .isInstanceOf(TaskFailed.class)
                .hasMessageContaining("StackOverflowError");
    }

    @Test
    void outOfMemoryTerminatesTheInvocationWithoutARecordedFailure() {
        assertThatThrownBy(() -> bench.run(new Exhausted(), call("1", VALUE))).isInstanceOf(OutOfMemoryError.class);
        assertThat(bench.record(call("1", VALUE)).status()).isEqualTo(ActionStatus.RUNNING);
    }

    @Test
    void tooLargeInputIsRejectedWithItsSize() {
        Invocation call = call(new Wire.Ref("runs/run-1/x.json", 61_000_000), VALUE);
        payloads.exhaust();

        assertThatThrownBy(() -> bench.run(new Tasks.Echo(), call))
                .isInstanceOf(TaskRejected.class)
                .hasMessageContaining(
                        "the input, which has 61.0 MB of JSON, does not fit into memory. Give the task more");
        assertThat(bench.record(call).status()).isEqualTo(ActionStatus.FAILED);
    }

    @Test
    void inputOfAnotherTypeIsRejectedWithoutQuotingIt() {
        assertThatThrownBy(() -> bench.run(new Tasks.Echo(), call("{'name': 'a', 'size': 'top secret'}", VALUE)))
                .isInstanceOf(TaskRejected.class)
                .hasMessageContaining("field `size` must be a whole number")
                .hasMessageNotContaining("secret");
        assertThat(bench.lines()).isNotEmpty().allSatisfy(line -> assertThat(line.stack())
                .isNull());
    }

    @Test
    void absentPrimitiveIsRejected() {
        assertThatThrownBy(() -> bench.run(new Tasks.Echo(), call("{'name': 'a'}", VALUE)))
                .isInstanceOf(TaskRejected.class)
                .hasMessageContaining("`size`");
    }

    @Test
    void absentFieldIsNullAndUnknownFieldsAreIgnored() {
        assertThat(bench.run(new Tasks.Echo(), call("{'size': 3, 'colour': 'red'}", VALUE)))
                .isEqualTo("{\"v\":{\"name\":null,\"size\":3}}");
    }

    @Test
    void missingPayloadIsNamedByItsKey() {
        assertThatThrownBy(() -> bench.run(new Tasks.Echo(), call(new Wire.Ref("runs/old/x.json", 3), VALUE)))
                .isInstanceOf(TaskRejected.class)
                .hasMessageContaining("runs/old/x.json");
    }

    @Test
    void nullIsAValidResult() {
        Invocation call = call("null", VALUE);

        assertThat(bench.run(new Tasks.NullTask(), call)).isEqualTo("{\"v\":null}");
        assertThat(bench.run(new Tasks.NullTask(), call)).isEqualTo("{\"v\":null}");
        assertThat(bench.record(call).attempts()).isEqualTo(1);
    }

    @Test
    void resultWithoutJsonIsRejectedWithItsPosition() {
        assertThatThrownBy(() -> bench.run(new Cyclic(), call("1", VALUE)))
                .isInstanceOf(TaskRejected.class)
                .hasMessageContaining("the result cannot be written as JSON: field `next");
        assertThat(bench.record(call("1", VALUE)).status()).isEqualTo(ActionStatus.FAILED);
    }

    @Test
    void unpairedSurrogateIsPreserved() {
        assertThat(bench.run(new Fixed("\uD800"), call("1", VALUE))).isEqualTo("{\"v\":\"\\uD800\"}");
    }

    @Test
    void everyBudgetIsExact() {
        for (int letters : new int[] {0, 1, 391, 392, 393, 8_190, 8_191, 20_000}) {
            Invocation call = Calls.at(call(String.valueOf(letters), REFERENCE), (long) letters);
            String answer = bench.run(new Tasks.Letters(), call);

            assertThat(answer.length()).isLessThanOrEqualTo(400);
            assertThat(answer.startsWith("{\"v\":")).isEqualTo(letters + 2 + 6 <= 400);
        }
    }

    @Test
    void resultUpToEightKilobytesIsInTheRecord() {
        Invocation at = Calls.at(call(String.valueOf(StoredResult.RECORD_INLINE_LIMIT - 2), NOTHING), 0L);
        Invocation above = Calls.at(call(String.valueOf(StoredResult.RECORD_INLINE_LIMIT - 1), NOTHING), 1L);
        bench.run(new Tasks.Letters(), at);
        bench.run(new Tasks.Letters(), above);

        assertThat(bench.record(at).result()).isInstanceOf(StoredResult.Inline.class);
        assertThat(bench.record(above).result()).isInstanceOf(StoredResult.InStore.class);
    }

    @Test
    void smallRecordedResultIsReferencedIfTheBudgetShrinks() {
        Invocation roomy = call("1000", VALUE);
        bench.run(new Tasks.Letters(), roomy);

        Wire.Ref ref = (Wire.Ref) Wire.parse(json(bench.run(new Tasks.Letters(), call("1000", REFERENCE))));

        assertThat(payloads.get(ref.key())).hasSize(1_002);
    }

    @Test
    void largeRecordedResultIsInlineIfTheBudgetGrows() {
        String small = bench.run(new Tasks.Letters(), call("12000", NOTHING));

        assertThat(small).isEqualTo("{}");
        assertThat(bench.run(new Tasks.Letters(), call("12000", VALUE))).hasSize(12_008);
    }

    @Test
    void budgetBelowAReferenceIsRefusedBeforeAnythingHappens() {
        assertThatThrownBy(() -> bench.run(new Tasks.Doubling(), call("1", new Reply.Single(20))))
                .isInstanceOf(MalformedInvocation.class)
                .hasMessageContaining("`reply.inline` is 20 bytes");
        assertThat(actions.writes()).isZero();
    }

    @Test
    void passesJsonThroughUnchanged() {
        String value = "{\"v\":{\"b\":1.5,\"a\":[9007199254740992,1.25E-7,null,\"Ærø\"]}}";

        assertThat(bench.run(new Relay(), call(value.substring(5, value.length() - 1), VALUE)))
                .isEqualTo(value);
    }

    @Test
    void impreciseNumberIsPassedByReference() {
        assertThat(bench.run(new Relay(), call("[1E+400]", VALUE)))
                .startsWith("{\"ref\":")
                .endsWith("\"size\":8}");
        assertThat(bench.run(new Relay(), call("[9007199254740993]", VALUE))).startsWith("{\"ref\":");
    }

    @Test
    void typesAreFoundThroughSuperclasses() {
        assertThat(bench.run(new Derived(), call("[1, 2]", VALUE))).isEqualTo("{\"v\":2}");
    }

    @Test
    void lambdasAndTypesWithoutArgumentsAreRefused() {
        Task<Integer, Integer> lambda = (input, context) -> input;

        assertThatThrownBy(() -> ActionRunner.of(lambda, bench.host()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lambda");
        assertThatThrownBy(() -> ActionRunner.of(new Open<Integer>(), bench.host()))
                .hasMessageContaining("has type parameters");
        assertThatThrownBy(() -> ActionRunner.of(new Raw(), bench.host())).hasMessageContaining("Write Task<I, O>");
        assertThatThrownBy(() -> ActionRunner.of(ActionRunner.instance(Fixed.class), bench.host()))
                .hasMessageContaining("public constructor without parameters");
        assertThatThrownBy(() -> ActionRunner.of(ActionRunner.instance(String.class), bench.host()))
                .hasMessageContaining("is not a class that implements Task<I, O>");
    }

    @Test
    void interruptedTaskIsRecordedAndItsThreadStaysInterrupted() {
        assertThatThrownBy(() -> bench.run(new Tasks.Failing(new InterruptedException()), call("1", VALUE)))
                .isInstanceOf(TaskFailed.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(bench.record(call("1", VALUE)).status()).isEqualTo(ActionStatus.FAILED);
    }

    @Test
    void brokenPayloadStreamFailsAsStoreUnavailable() {
        assertThatThrownBy(() -> bench.run(
                        new Tasks.Failing(new UncheckedIOException(new IOException(
                                "reset", new StoreException("connection reset", new IOException("reset"))))),
                        call("1", VALUE)))
                .isInstanceOf(StoreUnavailable.class);
    }

    private static RecordKey key(Invocation call) {
        return RecordKey.of(call.run().id(), call.node(), call.path());
    }

    private static ActionRecord aborted(Invocation call) {
        return ActionRecord.of(key(call), ActionStatus.ABORTED).attempts(1).build();
    }

    private record Fixed(String result) implements Task<Integer, String> {
        @Override
        public String run(Integer input, TaskContext context) {
            return result;
        }
    }

    public static final class Link {
        public Link next = this;
    }

    private static final class Cyclic implements Task<Integer, Link> {
        @Override
        public Link run(Integer input, TaskContext context) {
            return new Link();
        }
    }

    private static final class Recursing implements Task<Integer, Integer> {
        @Override
        @SuppressWarnings("InfiniteRecursion")
        public Integer run(Integer input, TaskContext context) {
            return 1 + run(input, context);
        }
    }

    private static final class Exhausted implements Task<Integer, Integer> {
        @Override
        public Integer run(Integer input, TaskContext context) {
            throw new OutOfMemoryError("Java heap space");
        }
    }

    private abstract static class Counting<T> implements Task<List<T>, Integer> {
        @Override
        public Integer run(List<T> input, TaskContext context) {
            return input.size();
        }
    }

    private static final class Derived extends Counting<Integer> {}

    private static final class Open<T> implements Task<T, T> {
        @Override
        public T run(T input, TaskContext context) {
            return input;
        }
    }

    @SuppressWarnings("rawtypes")
    private static final class Raw implements Task {
        @Override
        public Object run(Object input, TaskContext context) {
            return input;
        }
    }
}
