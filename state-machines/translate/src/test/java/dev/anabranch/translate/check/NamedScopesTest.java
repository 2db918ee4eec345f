package dev.anabranch.translate.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.sample.Defined;
import dev.anabranch.translate.sample.Shop.NeedsCare;
import dev.anabranch.translate.sample.Shop.Order;
import dev.anabranch.translate.sample.Shop.PriceLine;
import dev.anabranch.workflow.Finding.Severity;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.InvalidDefinition;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.trace.TracedWorkflow;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NamedScopesTest {

    /** A definition that is used several times: nodes with and without names, a fan-out, and results by prefix. */
    private static Value<List<Boolean>> check(Flow flow, Value<Order> order) {
        flow.map(order.get(Order::lines), PriceLine.class);
        flow.call(NeedsCare.class, order).named("check").group("checks");
        flow.call(NeedsCare.class, order).named("check again");
        return flow.resultsOf("check", NeedsCare.class);
    }

    @Test
    void definitionIsUsedTwiceInTwoScopes() {
        Workflow<?, ?> workflow = Defined.by((flow, order) -> flow.list(List.of(
                flow.scope("first", () -> check(flow, order)), flow.scope("second", () -> check(flow, order)))));

        Graph graph = TracedWorkflow.of(workflow).graph();

        assertThat(Definition.of(workflow).findings()).noneMatch(finding -> finding.severity() == Severity.ERROR);
        assertThat(graph.nodes())
                .extracting(Node::id)
                .containsExactly(
                        "first.map price line",
                        "first.price line",
                        "first.check",
                        "first.check again",
                        "second.map price line",
                        "second.price line",
                        "second.check",
                        "second.check again");
        assertThat(graph.node("first.check").flatMap(Node::group)).contains("checks");
        assertThat(graph.root().output().toString())
                .contains("first.check", "first.check again", "second.check", "second.check again");
    }

    @Test
    void secondUseWithoutScopeIsFindingThatNamesTheWayOut() {
        Workflow<?, ?> workflow =
                Defined.by((flow, order) -> flow.list(List.of(check(flow, order), check(flow, order))));

        InvalidDefinition refusal = catchThrowableOfType(InvalidDefinition.class, () -> Definition.of(workflow));

        assertThat(refusal.findings())
                .filteredOn(finding -> finding.id().equals("duplicate-name"))
                .hasSize(2)
                .allSatisfy(finding -> assertThat(finding.fix()).contains("`flow.scope(...)`"));
    }

    @Test
    void nestedScopesAndScopesInBodiesAreJoined() {
        Workflow<?, ?> workflow = Defined.by((flow, order) -> flow.scope("outer", () -> flow.map(
                        order.get(Order::lines), line -> flow.scope("inner", () -> flow.call(PriceLine.class, line)))
                .collect()));

        assertThat(TracedWorkflow.of(workflow).graph().nodes())
                .extracting(Node::id)
                .containsExactly("outer.map price line", "outer.inner.price line");
    }

    @Test
    void longDefaultNamesAreCutAndStayUnique() {
        String name = "a scope with thirty characters";
        Workflow<?, ?> workflow = Defined.by((flow, order) -> flow.scope(
                name,
                () -> flow.scope(
                        name,
                        () -> flow.list(
                                List.of(flow.call(NeedsCare.class, order), flow.call(NeedsCare.class, order))))));

        assertThat(Definition.of(workflow).findings()).isEmpty();
        assertThat(TracedWorkflow.of(workflow).graph().nodes())
                .extracting(Node::id)
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id).hasSizeLessThanOrEqualTo(Node.NAME_CHARS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a.b", "a/b", "-a", "a ", "a scope with thirty-one characts"})
    void namesThatCannotBePartsOfNamesAreFindings(String name) {
        Workflow<?, ?> workflow =
                Defined.by((flow, order) -> flow.scope(name, () -> flow.call(NeedsCare.class, order)));

        InvalidDefinition refusal = catchThrowableOfType(InvalidDefinition.class, () -> Definition.of(workflow));

        assertThat(refusal.findings()).extracting("id").contains("scope-name");
    }
}
