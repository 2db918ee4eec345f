package dev.anabranch.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.engine.Engine;
import dev.anabranch.engine.execution.EngineQuotas.Quota;
import dev.anabranch.engine.history.HistoryEvent;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The features of the test kit, as users use them. */
@ExtendWith(AnabranchExtension.class)
@Execution(ExecutionMode.CONCURRENT)
final class ScenarioTest {

    /** Counts from zero. */
    public static final class CountUp implements Task<Long, List<Long>> {
        @Override
        public List<Long> run(Long width, TaskContext context) {
            return LongStream.range(0, width).boxed().toList();
        }
    }

    /** Needs a server, which a test does not have. */
    public static final class Remote implements Task<Long, Long> {
        /** Always fails, because there is no server. */
        public Remote() {
            throw new IllegalStateException("no server");
        }

        @Override
        public Long run(Long number, TaskContext context) {
            throw new IllegalStateException("no server");
        }
    }

    /** Adds up. */
    public static final class AddUp implements Task<Results<Long>, Long> {
        @Override
        public Long run(Results<Long> numbers, TaskContext context) {
            long sum = 0;
            for (Long number : numbers) {
                sum += number;
            }
            return sum;
        }
    }

    /** Requests each number from a server. */
    static final class Asking implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> width) {
            Value<List<Long>> numbers = flow.call(CountUp.class, width).named("count");
            return flow.call(
                            AddUp.class,
                            flow.map(numbers, Remote.class)
                                    .named("ask")
                                    .timeout(Duration.ofMinutes(5))
                                    .retry(Retry.upTo(2))
                                    .collect())
                    .named("add up");
        }
    }

    private static Scenario<Long, Long> asking(Scenarios scenarios) {
        return scenarios.of(new Asking()).replacing(Remote.class, number -> number * 10);
    }

    @Test
    void replacedTaskIsNeitherRunNorConstructed(Scenarios scenarios) {
        TestRun<Long> run = asking(scenarios).run(4L);

        assertThat(run)
                .succeeded()
                .hasOutput(60L)
                .ran("count", "ask")
                .ran("ask", "add up")
                .action("ask", 3)
                .succeeded()
                .returned(30)
                .hasAttempts(1);
        assertThat(run).output().isEqualTo(60L);
        assertThat(run.actions()).hasSize(6);
        assertThat(run.bill().quantity("Lambda", "requests")).isEqualByComparingTo("6");
    }

    @Test
    void replacementReadsNodeIndexAndAttempt(Scenarios scenarios) {
        TestRun<Long> run = scenarios
                .of(new Asking())
                .replacing(Remote.class, (number, context) -> context.index().orElseThrow() * 100 + context.attempt())
                .run(3L);

        assertThat(run).hasOutput(303L);
    }

    @Test
    void faultsHappenOnTheirAttempts(Scenarios scenarios) {
        TestRun<Long> run = asking(scenarios)
                .with(
                        Fault.throttle().at("ask", 0),
                        Fault.crash().at("ask", 1).onAttempts(1, 2),
                        Fault.thrown(() -> new IOException("gone")).at("ask", 2),
                        Fault.lostAnswer().at("ask", 3),
                        Fault.duplicateDelivery().at("ask", 4),
                        Fault.serviceError().at("count"))
                .run(6L);

        assertThat(run).hasOutput(150L);
        assertThat(run).action("ask", 0).hasAttempts(2);
        assertThat(run).action("ask", 1).hasAttempts(3);
        assertThat(run).action("ask", 2).hasAttempts(2);
        assertThat(run).action("ask", 3).hasAttempts(2);
        assertThat(run).action("ask", 4).hasAttempts(1).and().action("ask", 5).hasAttempts(1);
        assertThat(run).action("count").hasAttempts(2);
        assertThat(run.attempts()).filteredOn(attempt -> !attempt.returned()).hasSize(6);
    }

    @Test
    void permanentFaultFailsTheRunAtItsNode(Scenarios scenarios) {
        TestRun<Long> run = asking(scenarios)
                .with(Fault.thrown(() -> new IOException("gone")).at("ask", 1).always())
                .run(3L);

        assertThat(run)
                .failed()
                .failedAt("ask", 1)
                .failedWith(IOException.class)
                .hasFailureMessageContaining("gone")
                .neverStarted("add up")
                .action("ask", 1)
                .failedWith(IOException.class)
                .hasAttempts(3);
    }

    @Test
    void permanentErrorsAreNotRetried(Scenarios scenarios) {
        TestRun<Long> run = scenarios
                .of(new Asking())
                .replacing(Remote.class, number -> {
                    throw new PermanentFailure("there is no " + number);
                })
                .run(1L);

        assertThat(run).failedAt("ask").action("ask", 0).hasAttempts(1);
    }

    @Test
    void hangingTaskTakesItsTimeoutInVirtualTimeOnly(Scenarios scenarios) {
        TestRun<Long> run =
                asking(scenarios).with(Fault.timeout().at("ask", 1).always()).run(3L);

        assertThat(run).failedAt("ask", 1).action("ask", 1).hasAttempts(3);
        assertThat(run.duration()).isBetween(Duration.ofMinutes(15), Duration.ofMinutes(30));
    }

    @Test
    void failingStoresAreRetried(Scenarios scenarios) {
        TestRun<Long> run = asking(scenarios)
                .with(
                        Fault.storeRefuses("UpdateItem").at("ask", 0),
                        Fault.storeAnswerLost("UpdateItem").at("count"))
                .run(2L);

        assertThat(run).hasOutput(10L);
        assertThat(run.attempts()).hasSizeGreaterThan(4);
    }

    @Test
    void timeIsVirtual(Scenarios scenarios) {
        Instant eve = Instant.parse("2027-12-31T23:00:00Z");

        TestRun<Long> run = asking(scenarios)
                .startingAt(eve)
                .with(Fault.delay(Duration.ofMinutes(3)).at("ask"))
                .run(2L);

        assertThat(run).took(Duration.ofMinutes(3)).hasOutput(10L);
        assertThat(run.history()).first().extracting(HistoryEvent::timestamp).isEqualTo(eve);
    }

    @Test
    void runIsCancelled(Scenarios scenarios) {
        TestRun<Long> run = asking(scenarios)
                .with(Fault.delay(Duration.ofMinutes(2)).at("ask", 1))
                .cancelledAfter(Duration.ofMinutes(1))
                .run(3L);

        assertThat(run).wasCancelled().neverStarted("add up");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void sameSeedReturnsTheSameHistory(long seed, Scenarios scenarios) {
        assertThat(random(scenarios, seed)).isEqualTo(random(scenarios, seed));
    }

    @Test
    void anotherSeedReturnsAnotherHistory(Scenarios scenarios) {
        assertThat(LongStream.range(0, 5)
                        .mapToObj(seed -> random(scenarios, seed))
                        .distinct())
                .hasSizeGreaterThan(3);
    }

    private static List<String> random(Scenarios scenarios, long seed) {
        TestRun<Long> run = asking(scenarios)
                .seed(seed)
                .with(
                        Fault.throttle().withProbability(0.3),
                        Fault.crash().withProbability(0.2).always(),
                        Fault.storeAnswerLost("UpdateItem").withProbability(0.1))
                .run(20L);
        return run.history().stream().map(event -> event.toJson().toString()).toList();
    }

    @Test
    void wideFanOutHasOneHistoryOfManyActions(Scenarios scenarios) {
        TestRun<Long> run = asking(scenarios).run(500L);

        assertThat(run).hasOutput(1_247_500L).actions("ask").hasSize(500);
        assertThat(run).history().hasSizeLessThan(50);
    }

    @Test
    void quotasAreEnforcedUntilTheyAreLifted(Scenarios scenarios) {
        String large = "\"" + "x".repeat(300_000) + "\"";
        Engine enforced = asking(scenarios).run(1L).cloud().engine();
        Engine lifted = asking(scenarios).without(Quota.PAYLOAD).run(1L).cloud().engine();
        String machine = enforced.listStateMachines().get(0).arn();

        assertThatThrownBy(() -> enforced.startExecution(machine, "large", large))
                .hasMessageContaining("larger than 256 KiB");
        assertThat(lifted.startExecution(machine, "large", large).spec().name()).isEqualTo("large");
    }

    /** An order. */
    public record Order(@Nullable List<Long> units, BigDecimal price) {}

    /** Returns an order without units. */
    public static final class TakeOrder implements Task<BigDecimal, Order> {
        @Override
        public Order run(BigDecimal price, TaskContext context) {
            return new Order(null, price);
        }
    }

    /** Returns the price as text, which has its scale. */
    public static final class PrintPrice implements Task<BigDecimal, String> {
        @Override
        public String run(BigDecimal price, TaskContext context) {
            return price.toString();
        }
    }

    private static final class Pricing implements Workflow<BigDecimal, String> {
        @Override
        public Value<String> define(Flow flow, Value<BigDecimal> price) {
            return flow.call(PrintPrice.class, flow.call(TakeOrder.class, price).get(Order::price));
        }
    }

    private static final class Shipping implements Workflow<BigDecimal, Long> {
        @Override
        @SuppressWarnings("NullAway") // The field is null, which is what this workflow is about.
        public Value<Long> define(Flow flow, Value<BigDecimal> price) {
            Value<List<Long>> units =
                    flow.call(TakeOrder.class, price).named("take order").get(Order::units);
            return flow.call(
                    AddUp.class, flow.map(units, Doubled.class).named("ship").collect());
        }
    }

    /** Doubles a number. */
    public static final class Doubled implements Task<Long, Long> {
        @Override
        public Long run(Long number, TaskContext context) {
            return number * 2;
        }
    }

    @Test
    void nullInsteadOfAListNamesTheFieldAndTheNode(Scenarios scenarios) {
        assertThat(scenarios.of(new Shipping()).run(BigDecimal.ONE))
                .failed()
                .hasFailureMessageContaining(
                        "field `units` of the result of `take order` is fanned out over, so it must be a"
                                + " list, but it is null.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.10", "1.00", "0.00", "1E+3", "12345678901234567890.120"})
    void scaleOfADecimalIsPreserved(String price) {
        try (Scenarios scenarios = Scenarios.seeded(1)) {
            assertThat(scenarios.of(new Pricing()).run(new BigDecimal(price))).hasOutput(price);
        }
    }

    private static final class Accented implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> width) {
            Value<List<Long>> numbers = flow.call(CountUp.class, width).named("énumérer");
            return flow.call(
                            AddUp.class,
                            flow.map(numbers, Doubled.class)
                                    .named("dóblar (e\u0301)")
                                    .collect())
                    .named("größe");
        }
    }

    @Test
    void namesOfNodesMayHaveAccents(Scenarios scenarios) {
        assertThat(scenarios.of(new Accented()).run(3L))
                .hasOutput(6L)
                .action("dóblar (e\u0301)", 2)
                .returned(4);
    }

    @Test
    void misspeltNameIsAnError(Scenarios scenarios) {
        Scenario<Long, Long> unknownNode = asking(scenarios).with(Fault.crash().at("aks"));
        assertThatThrownBy(() -> unknownNode.run(1L))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no node `aks`")
                .hasMessageContaining("add up, ask, count");

        Scenario<Long, Long> tooDeep = asking(scenarios).with(Fault.crash().at("ask", 0, 0));
        assertThatThrownBy(() -> tooDeep.run(1L))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has 2 indexes, but the node `ask` is inside 1 fan-out");

        Scenario<Long, Long> notDeepEnough =
                asking(scenarios).with(Fault.crash().at("count", 0));
        assertThatThrownBy(() -> notDeepEnough.run(1L))
                .hasMessageContaining("has 1 index, but the node `count` is inside 0 fan-outs");

        Scenario<Long, Long> tooLate =
                asking(scenarios).with(Fault.crash().at("ask").onAttempts(1_000));
        assertThatThrownBy(() -> tooLate.run(1L)).hasMessageContaining("has at most");

        Scenario<Long, Long> partlyTooLate =
                asking(scenarios).with(Fault.crash().at("ask").onAttempts(1, 1_000));
        assertThatThrownBy(() -> partlyTooLate.run(1L)).hasMessageContaining("names an attempt that never happens");

        Scenario<Long, Long> beyondWidth = asking(scenarios).with(Fault.crash().at("ask", 3));
        assertThatThrownBy(() -> beyondWidth.run(3L))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the run had 3 actions of the node, but none with these indexes");

        Scenario<Long, Long> unknownTask = asking(scenarios).replacing(Unused.class, number -> number);
        assertThatThrownBy(() -> unknownTask.run(1L)).hasMessageContaining("does not call the task", "Unused");
    }

    /** Is not called by any workflow. */
    public static final class Unused implements Task<Long, Long> {
        @Override
        public Long run(Long number, TaskContext context) {
            return number;
        }
    }

    @Test
    void failedAssertionsDescribeTheRun(Scenarios scenarios) {
        TestRun<Long> run =
                asking(scenarios).with(Fault.crash().at("ask", 1).always()).run(2L);

        assertThatThrownBy(() -> assertThat(run).succeeded())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expected the run of `asking` (seed 1) to succeed")
                .hasMessageContaining("FAILED at ask[1]: ");
        assertThatThrownBy(() -> assertThat(run).action("ask", 0).hasAttempts(2))
                .hasMessageContaining(
                        "Expected ask[0] of the run of `asking` (seed 1) to have 2 attempts, but it has 1");
        assertThatThrownBy(() -> assertThat(run).action("ask", 7)).hasMessageContaining("has started no action ask[7]");
        assertThatThrownBy(run::output).hasMessageContaining("returned nothing: FAILED at ask[1]");
    }

    @Test
    void scenariosCanBeUsedWithoutJUnit() {
        try (Scenarios scenarios = Scenarios.seeded(7)) {
            assertThat(asking(scenarios).run(2L)).hasOutput(10L);
        }
    }
}
