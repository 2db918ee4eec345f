package dev.anabranch.translate.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anabranch.runtime.internal.action.ListFunction;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.sample.Defined;
import dev.anabranch.translate.sample.Shop.Line;
import dev.anabranch.translate.sample.Shop.Order;
import dev.anabranch.translate.sample.Shop.PriceLine;
import dev.anabranch.translate.sample.Shop.Priced;
import dev.anabranch.translate.sample.Shop.RoundPrice;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.InvalidDefinition;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ListFunctionsTest {

    public record Numbered(Line line, Integer number) {}

    public record Checked(Line line, boolean paid) {}

    @ParameterizedTest
    @ValueSource(ints = {-1, 1_000_001, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void lengthOfRangeOutOfBoundsIsFinding(int length) {
        assertThat(findings((flow, order) -> flow.range(length)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.id()).isEqualTo("range-length");
                    assertThat(finding.message())
                            .contains(Integer.toString(length))
                            .contains("0 to 1,000,000");
                    assertThat(finding.place().line()).startsWith("ListFunctionsTest.java:");
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1_000_001})
    void sizeOfChunkOutOfBoundsIsFinding(int size) {
        assertThat(findings((flow, order) -> flow.chunks(order.get(Order::lines), size)))
                .extracting(Finding::id)
                .containsExactly("chunk-size");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 1_000_001, 2.5})
    void constantLengthOfRangeOutOfBoundsIsFinding(double length) {
        assertThat(findings((flow, order) -> flow.range(flow.value(length))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.id()).isEqualTo("range-length");
                    assertThat(finding.place().node()).isEqualTo("range");
                });
    }

    public record Twice(Priced first, Priced second) {}

    @Test
    void zipWithResultsThatLeaveOutFailedItemsIsFinding() {
        assertThat(findings((flow, order) -> {
                    Value<List<Priced>> prices = flow.map(order.get(Order::lines), PriceLine.class)
                            .toleratePercent(1)
                            .toList();
                    Value<List<Priced>> rounded =
                            flow.map(prices, RoundPrice.class).toList();
                    return flow.zip(PricedLine::new, order.get(Order::lines), rounded);
                }))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.id()).isEqualTo("zip-of-tolerated");
                    assertThat(finding.place().node()).isEqualTo("zip");
                    assertThat(finding.message())
                            .startsWith("the results of `price line` leave out the items that failed");
                    assertThat(finding.fix()).contains("`outcomes()`");
                });
    }

    @Test
    void zipOfListsOfTheSameResultsIsAllowed() {
        Definition definition = Definition.of(Defined.by((flow, order) -> {
            FanOut<Priced> prices =
                    flow.map(order.get(Order::lines), PriceLine.class).tolerate(1);
            return flow.zip(
                    Twice::new,
                    prices.toList(),
                    flow.map(prices.collect(), RoundPrice.class).collect());
        }));

        assertThat(definition.plan().graph().node("zip")).isPresent();
    }

    public record PricedLine(Line line, Priced price) {}

    @Test
    void lambdaInsteadOfConstructorIsFindingOfThatFunction() {
        assertThat(findings((flow, order) -> flow.zip((line, number) -> line, order.get(Order::lines), flow.range(3))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.id()).isEqualTo("not-a-record-constructor");
                    assertThat(finding.message()).contains("`flow.zip`");
                });
    }

    @Test
    void methodThatComputesIsFindingOfFilter() {
        assertThat(findings((flow, order) -> flow.filter(order.get(Order::lines), line -> line.quantity() > 1)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.id()).isEqualTo("not-an-accessor");
                    assertThat(finding.message()).contains("`filter`");
                });
    }

    @Test
    void functionInBodyHasTimeoutThatFitsIntoExpressExecution() {
        Definition definition = Definition.of(Defined.by((flow, order) -> flow.map(
                        flow.chunks(order.get(Order::lines), 2),
                        (Value<List<Line>> lines) -> flow.zip(Numbered::new, lines, flow.range(2)))
                .toList()));

        Node.Call root = (Node.Call) definition.plan().graph().node("chunks").orElseThrow();
        Node.Call inner = (Node.Call) definition.plan().graph().node("zip").orElseThrow();
        assertThat(root.task().className()).isEqualTo(ListFunction.class.getName());
        assertThat(root.options().timeoutSeconds()).isEqualTo(300);
        assertThat(inner.options().timeoutSeconds()).isEqualTo(60);
        assertThat(definition.plan().functions().get("chunks"))
                .isEqualTo(definition.plan().functions().get("zip"));
    }

    @Test
    void messagesNameTheSourcesOfLists() {
        Definition definition = Definition.of(Defined.by((flow, order) -> {
            Value<List<Integer>> squares =
                    flow.map(flow.range(3), (Value<Integer> item) -> item).toList();
            return flow.zip(Numbered::new, order.get(Order::lines), squares);
        }));

        Node.Call zip = (Node.Call) definition.plan().graph().node("zip").orElseThrow();
        assertThat(((Expr.Composite) zip.input()).fields().get("names"))
                .hasToString(
                        "Constant[json=[\"`lines` of the run's input\",\"the results of `result of map items`\"]]");
    }

    private static List<Finding> findings(BiFunction<Flow, Value<Order>, Value<?>> definition) {
        InvalidDefinition refusal =
                catchThrowableOfType(InvalidDefinition.class, () -> Definition.of(Defined.by(definition)));
        return refusal.findings();
    }
}
