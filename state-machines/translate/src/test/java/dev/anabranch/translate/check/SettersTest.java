package dev.anabranch.translate.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.sample.Defined;
import dev.anabranch.translate.sample.Shop.NeedsCare;
import dev.anabranch.translate.sample.Shop.Order;
import dev.anabranch.translate.sample.Shop.PriceLine;
import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.InvalidDefinition;
import dev.anabranch.workflow.Repeat;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.internal.graph.Node;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No option changes without notice: neither to whole seconds nor by a second call of its method. */
final class SettersTest {

    private static final Duration FRACTION = Duration.ofMillis(1_200);

    private record Setting(String option, BiConsumer<Flow, Value<Order>> definition) {
        @Override
        public String toString() {
            return option;
        }
    }

    private static Stream<Setting> fractions() {
        return Stream.of(
                new Setting("timeout", (flow, order) -> flow.call(NeedsCare.class, order)
                        .timeout(FRACTION)),
                new Setting("timeout", (flow, order) -> flow.map(order.get(Order::lines), PriceLine.class)
                        .timeout(FRACTION)),
                new Setting("timeout", (flow, order) -> flow.await("answer", Order.class)
                        .timeout(FRACTION)),
                new Setting("cache", (flow, order) -> flow.call(NeedsCare.class, order)
                        .cache("1", FRACTION)),
                new Setting("backoff", (flow, order) -> flow.call(NeedsCare.class, order)
                        .retry(Retry.upTo(1).backoff(FRACTION, 2))),
                new Setting("maxDelay", (flow, order) -> flow.call(NeedsCare.class, order)
                        .retry(Retry.upTo(1).maxDelay(FRACTION))),
                new Setting("every", (flow, order) -> poll(flow, order).every(FRACTION)),
                new Setting("timeLimit", (flow, order) -> flow.timeLimit(FRACTION)),
                new Setting("waits", (flow, order) -> flow.sleep(FRACTION)),
                new Setting("waits", (flow, order) -> flow.sleep(flow.value(FRACTION))));
    }

    @ParameterizedTest
    @MethodSource("fractions")
    void fractionOfSecondIsFinding(Setting setting) {
        assertThat(findings(setting)).singleElement().satisfies(finding -> {
            assertThat(finding.id()).isEqualTo("fraction-of-second");
            assertThat(finding.message()).contains(setting.option(), "1200 ms");
            assertThat(finding.fix()).contains("Duration.ofSeconds(2)");
            assertThat(finding.place().line()).startsWith("SettersTest.java:");
        });
    }

    private static Stream<Setting> twice() {
        return Stream.of(
                new Setting("named", (flow, order) -> flow.call(NeedsCare.class, order)
                        .named("a")
                        .named("b")),
                new Setting("named", (flow, order) -> flow.map(order.get(Order::lines), PriceLine.class)
                        .named("a")
                        .named("b")),
                new Setting("group", (flow, order) -> flow.call(NeedsCare.class, order)
                        .group("a")
                        .group("b")),
                new Setting("memory", (flow, order) -> flow.call(NeedsCare.class, order)
                        .memory(256)
                        .memory(512)),
                new Setting("retry", (flow, order) -> flow.call(NeedsCare.class, order)
                        .retry(Retry.upTo(1))
                        .retry(Retry.upTo(2))),
                new Setting("cache", (flow, order) -> flow.call(NeedsCare.class, order)
                        .cache("1")
                        .cache("1", Duration.ofDays(1))),
                new Setting("concurrency", (flow, order) -> flow.map(order.get(Order::lines), PriceLine.class)
                        .concurrency(5)
                        .sequential()),
                new Setting("batch", (flow, order) -> flow.map(order.get(Order::lines), PriceLine.class)
                        .batch(5)
                        .batch(6, 2)),
                new Setting("tolerate", (flow, order) -> flow.map(order.get(Order::lines), PriceLine.class)
                        .tolerate(5)
                        .tolerate(6)),
                new Setting("until", (flow, order) -> poll(flow, order).until(after -> after.get(Order::urgent))),
                new Setting("atMost", (flow, order) -> poll(flow, order).atMost(4)),
                new Setting("timeLimit", (flow, order) -> {
                    flow.timeLimit(Duration.ofHours(1));
                    flow.timeLimit(Duration.ofHours(1));
                }));
    }

    @ParameterizedTest
    @MethodSource("twice")
    void optionThatIsSetTwiceIsFinding(Setting setting) {
        assertThat(findings(setting)).singleElement().satisfies(finding -> {
            assertThat(finding.id()).isEqualTo("option-twice");
            assertThat(finding.message()).startsWith("`" + setting.option() + "` is set twice");
            assertThat(finding.place().line()).startsWith("SettersTest.java:");
        });
    }

    @Test
    void differentOptionsAndStepsAreSetOnceEach() {
        Definition definition = Definition.of(Defined.by((flow, order) -> {
            Value<Boolean> first = flow.call(NeedsCare.class, order).named("a").timeout(Duration.ofSeconds(2));
            Value<Boolean> second = flow.call(NeedsCare.class, order).named("b").timeout(Duration.ofSeconds(3));
            flow.map(order.get(Order::lines), PriceLine.class)
                    .tolerate(1)
                    .toleratePercent(1)
                    .collect();
            return flow.list(List.of(first, second));
        }));

        assertThat(definition.plan().graph().node("b")).isPresent();
    }

    @Test
    void nameOfPollIsThatOfItsCall() {
        Definition definition = Definition.of(Defined.by((flow, order) -> flow.poll(NeedsCare.class, order)
                .named("look again")
                .until(done -> done)
                .atMost(3)));

        assertThat(definition.plan().graph().node("look again")).containsInstanceOf(Node.Call.class);
        assertThat(definition.plan().graph().node("repeat look again")).containsInstanceOf(Node.Repeat.class);
    }

    @Test
    void polledCallKeepsItsOptionsAndItsName() {
        Definition definition =
                Definition.of(Defined.by((flow, order) -> flow.<Boolean>poll(() -> flow.call(NeedsCare.class, order)
                                .named("look again")
                                .retry(Retry.upTo(2))
                                .timeout(Duration.ofSeconds(7)))
                        .until(done -> done)
                        .atMost(3)));

        assertThat(definition.plan().graph().node("look again")).get().isInstanceOfSatisfying(Node.Call.class, call -> {
            assertThat(call.options().timeoutSeconds()).isEqualTo(7);
            assertThat(call.options().retries()).hasSize(1);
        });
    }

    private static Repeat<Order> poll(Flow flow, Value<Order> order) {
        return flow.repeat(order, before -> before)
                .until(after -> after.get(Order::urgent))
                .atMost(3);
    }

    private static List<Finding> findings(Setting setting) {
        InvalidDefinition refusal = catchThrowableOfType(
                InvalidDefinition.class,
                () -> Definition.of(Defined.by((flow, order) -> {
                    setting.definition().accept(flow, order);
                    return order;
                })));
        return refusal.findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .toList();
    }
}
