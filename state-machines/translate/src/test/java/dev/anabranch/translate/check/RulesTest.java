package dev.anabranch.translate.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.anabranch.golden.GoldenFile;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.translate.sample.Defined;
import dev.anabranch.translate.sample.Shop.AddPrices;
import dev.anabranch.translate.sample.Shop.Echo;
import dev.anabranch.translate.sample.Shop.Line;
import dev.anabranch.translate.sample.Shop.NeedsCare;
import dev.anabranch.translate.sample.Shop.Order;
import dev.anabranch.translate.sample.Shop.PriceLine;
import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.Finding.Severity;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.InvalidDefinition;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.graph.DefinitionCaller;
import dev.anabranch.workflow.internal.graph.DefinitionThread;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RulesTest {

    private static final Pattern RULE = Pattern.compile(
            "(?:\\breport(?:Use)?|\\.error|\\.warning|\\.note|new Finding)\\(\\s*\"([a-z]+(?:-[a-z]+)+|[a-z]+)\"");

    private static final Map<Severity, String> HEADINGS =
            Map.of(Severity.ERROR, "Errors", Severity.WARNING, "Warnings", Severity.NOTE, "Notes");

    private static final String PAGE_START = """
            # Findings

            What Anabranch reports about a definition before anything runs or is deployed: `run`, `serve`, `explain`, `translate`, the tests
            of a project and `cdk synth` report all findings of a definition together, each with the workflow, the node and the line. An error
            stops them, a warning and a note do not. The id of a finding does not change between versions. The tests write this page from one
            example of each rule.

            [TYPES.md](workflow/TYPES.md) lists which types travel, and [API.md](workflow/API.md) the bounds of each method.
            """;

    @TestFactory
    Stream<DynamicTest> everyRuleRefusesItsExample() {
        return examples()
                .map(example -> DynamicTest.dynamicTest(example.rule(), () -> {
                    assertThat(findings(example.refused()))
                            .extracting(Finding::id)
                            .contains(example.rule());
                    for (Finding finding : findings(example.refused())) {
                        if (finding.id().equals(example.rule())) {
                            assertThat(finding.message()).endsWith(".");
                            assertThat(finding.fix()).matches("[A-Z].*\\.");
                            assertThat(finding.place().workflow()).isNotEmpty();
                            assertThat(finding.place().line()).matches("((\\w+Examples|Defined)\\.java:\\d+)?");
                        }
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyRuleAcceptsItsCorrectedExample() {
        return examples()
                .map(example -> DynamicTest.dynamicTest(example.rule(), () -> assertThat(findings(example.accepted()))
                        .noneMatch(finding ->
                                finding.id().equals(example.rule()) || finding.severity() == Severity.ERROR)));
    }

    @Test
    void everyRuleHasAnExample() throws IOException {
        Set<String> rules = new TreeSet<>();
        for (Path sources : List.of(Path.of("..", "workflow", "src", "main", "java"), Path.of("src", "main", "java"))) {
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Matcher matcher = RULE.matcher(Files.readString(file));
                    while (matcher.find()) {
                        rules.add(matcher.group(1));
                    }
                }
            }
        }
        assertThat(rules).hasSizeGreaterThan(25);
        assertThat(examples().map(Example::rule)).containsExactlyInAnyOrderElementsOf(rules);
    }

    @Test
    void thePageOfFindingsHasEveryRule() throws IOException {
        StringBuilder page = new StringBuilder(PAGE_START);
        for (Severity severity : Severity.values()) {
            page.append("\n## %s\n\n| finding | an example of its message | how to correct it |\n|---|---|---|\n"
                    .formatted(HEADINGS.get(severity)));
            examples()
                    .flatMap(example -> findings(example.refused()).stream()
                            .filter(finding -> finding.id().equals(example.rule()))
                            .limit(1))
                    .filter(finding -> finding.severity() == severity)
                    .forEach(finding -> page.append("| `%s` | %s | %s |\n"
                            .formatted(finding.id(), cell(finding.message()), cell(finding.fix()))));
        }
        new GoldenFile(Path.of("..", "FINDINGS.md")).check(page.toString());
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replaceAll("\\w+Examples\\.java:\\d+", "MyWorkflow.java:20");
    }

    record Amount(BigDecimal value, double share) {}

    @ParameterizedTest
    @ValueSource(strings = {"1.10", "1.0", "0.0", "10.0", "1E+2", "0.0001", "-0.50", "1.000000000000000000001"})
    void constantWhoseScaleMayChangeIsFinding(String number) {
        BigDecimal decimal = new BigDecimal(number);
        for (Object constant : List.of(
                decimal, List.of(1, decimal), Map.of("a", decimal), Optional.of(decimal), new Amount(decimal, 0))) {
            assertThat(findings(Defined.by((flow, order) -> flow.value(constant))))
                    .extracting(Finding::id)
                    .containsExactly("constant-number");
        }
        assertThat(findings(Defined.by((flow, order) -> flow.await("amount", BigDecimal.class)
                        .onTimeout(decimal)
                        .timeout(Duration.ofDays(1)))))
                .extracting(Finding::id)
                .contains("constant-number");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, 10, 100, 1e-4, 1.1, 1e300})
    void constantDoubleIsAccepted(double number) {
        BigDecimal decimal = new BigDecimal("12.5");
        for (Object constant :
                List.of(number, List.of(number), Map.of("a", number), new Amount(decimal, number), (float) 2.0)) {
            assertThat(findings(Defined.by((flow, order) -> flow.value(constant))))
                    .extracting(Finding::id)
                    .doesNotContain("constant-number");
        }
    }

    @Test
    void tenErrorsAreReportedTogether() {
        Workflow<?, ?> definition = new Defined("Ten Mistakes", (flow, order) -> {
            flow.call(NeedsCare.class, order).timeout(Duration.ofHours(1)).memory(64);
            flow.call(NeedsCare.class, order).retry(Retry.upTo(-1)).cache(" ");
            flow.call(NeedsCare.class, order).named("#");
            flow.call(Echo.class, order.get(value -> value.id())).named("twice");
            flow.call(Echo.class, order.get(Order::id)).named("twice");
            flow.map(order.get(Order::lines), line -> flow.call(PriceLine.class, line))
                    .retry(Retry.upTo(1));
            flow.call(
                    AddPrices.class,
                    flow.map(order.get(Order::lines), PriceLine.class)
                            .concurrency(20_000)
                            .collect());
            return order;
        });
        InvalidDefinition refusal = catchThrowableOfType(InvalidDefinition.class, () -> Definition.of(definition));
        assertThat(refusal.findings())
                .extracting(Finding::id)
                .contains(
                        "workflow-name",
                        "timeout-range",
                        "memory-range",
                        "retry-count",
                        "cache-version",
                        "node-name",
                        "not-an-accessor",
                        "duplicate-name",
                        "option-on-body",
                        "concurrency-range");
        assertThat(refusal.findings()).extracting(Finding::severity).isSorted();
        assertThat(String.valueOf(refusal.getMessage()).lines())
                .anyMatch(
                        line -> line.matches(
                                "ERROR timeout-range at workflow `Ten Mistakes`, node `needs care`"
                                        + " \\(RulesTest\\.java:\\d+\\): the timeout is 3600 seconds; .* Choose a timeout in this range, .*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-a", "a ", "a#b", "a/b", "😀", "𝒜", "a\u200bb", "a\nb", "a'b", "a$b"})
    void namesThatCannotBeStatesAreRefused(String name) {
        assertThat(findings(NameExamples.named(name))).extracting(Finding::id).contains("node-name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "1", "états", "数", "a b", "a (b)", "a_", "e\u0301"})
    void namesInAllScriptsAreAccepted(String name) {
        assertThat(findings(NameExamples.named(name))).noneMatch(finding -> finding.severity() == Severity.ERROR);
    }

    @Test
    void deeplyNestedBodyIsRefusedBeforeItIsTranslated() {
        Workflow<?, ?> definition = Defined.by((flow, order) -> nested(flow, order, 40));
        assertThat(findings(definition)).extracting(Finding::id).contains("definition-size");
    }

    private static Value<?> nested(Flow flow, Value<Order> order, int depth) {
        return depth == 0
                ? flow.call(NeedsCare.class, order)
                : flow.<Object, Object>map(order.get(Order::lines), line -> nested(flow, order, depth - 1))
                        .collect();
    }

    @Test
    void nodeAfterDefineIsRefusedWithTheNameOfTheWorkflow() {
        List<Flow> leaked = new ArrayList<>();
        Definition.of(new Defined("leaky", (flow, order) -> {
            leaked.add(flow);
            return order;
        }));
        Assertions.assertThatIllegalStateException()
                .isThrownBy(() -> leaked.get(0).call(Echo.class, leaked.get(0).value("late")))
                .withMessageContaining("`leaky`")
                .withMessageContaining("Add all nodes in define()");
    }

    @Test
    @SuppressWarnings("NullAway") // Workflows may be written without null checks.
    void exceptionOfDefineIsReportedWithEarlierFindings() {
        Workflow<?, ?> definition = Defined.by((flow, order) -> {
            flow.call(Echo.class, order.get(value -> value.id()));
            return flow.call(NeedsCare.class, order).named(null);
        });
        InvalidDefinition refusal = catchThrowableOfType(InvalidDefinition.class, () -> Definition.of(definition));
        assertThat(refusal).hasCauseInstanceOf(NullPointerException.class);
        assertThat(refusal.findings()).extracting(Finding::id).containsExactly("define-threw", "not-an-accessor");
        assertThat(refusal.findings().get(0).toString())
                .matches(
                        "ERROR define-threw at workflow `example` \\(RulesTest\\.java:\\d+\\): define\\(\\) threw"
                                + " java\\.lang\\.NullPointerException: the name of a node is null\\. Correct the code at this line\\. .*");
    }

    /** Kotlin does not declare checked exceptions. */
    @Test
    void checkedExceptionsAndFailedAssertionsOfDefineAreFindings() {
        for (Throwable thrown : List.of(new IOException("The file is missing."), new AssertionError("not yet"))) {
            Workflow<?, ?> definition = Defined.by((flow, order) -> {
                RulesTest.<RuntimeException>rethrow(thrown);
                return order;
            });
            for (DefinitionCaller caller : List.of(DefinitionCaller.DIRECT, new DefinitionThread())) {
                assertThat(catchThrowableOfType(
                                        InvalidDefinition.class, () -> Definition.of(definition, Target.AWS, caller))
                                .findings())
                        .singleElement()
                        .asString()
                        .matches(
                                "ERROR define-threw at workflow `example` \\(RulesTest\\.java:\\d+\\): define\\(\\) threw "
                                        + Pattern.quote(thrown.toString()) + ".*");
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void rethrow(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @Test
    void workflowsOfARunHaveDifferentNames() {
        Workflow<?, ?> deep = Defined.by((flow, order) -> flow.list(
                List.of(flow.run(SubRunExamples.Care.class, order), flow.run(SubRunExamples.Thorough.class, order))));
        Workflow<?, ?> like = new Defined("care", (flow, order) -> flow.run(SubRunExamples.Care.class, order));

        for (Workflow<?, ?> definition : List.of(deep, like)) {
            assertThat(findings(definition))
                    .singleElement()
                    .asString()
                    .startsWith("ERROR sub-workflow-name at workflow ")
                    .contains("are both named `care`");
        }
    }

    @Test
    void findingsOfTheWorkflowsThatARunStartsAreReportedTogether() {
        Workflow<?, ?> definition = Defined.by((flow, order) -> {
            flow.call(NeedsCare.class, order).memory(1);
            flow.run(Torn.class, order);
            return flow.run(Tall.class, order);
        });

        assertThat(findings(definition))
                .extracting(finding -> finding.id() + " " + finding.place().workflow())
                .containsExactlyInAnyOrder("memory-range example", "define-threw torn", "timeout-range tall");
    }

    /** Throws. */
    public static final class Torn implements Workflow<Order, Boolean> {
        @Override
        public Value<Boolean> define(Flow flow, Value<Order> order) {
            throw new IllegalStateException("torn");
        }
    }

    /** Has a timeout that is too long. */
    public static final class Tall implements Workflow<Order, Boolean> {
        @Override
        public Value<Boolean> define(Flow flow, Value<Order> order) {
            return flow.call(NeedsCare.class, order).timeout(Duration.ofDays(1));
        }
    }

    @Test
    @SuppressWarnings("NullAway") // Workflows may be written without null checks.
    void nameThatIsNullIsAFinding() {
        assertThat(findings(new Defined(null, (flow, order) -> order)))
                .extracting(Finding::id)
                .containsExactly("workflow-name");
        assertThat(findings(Defined.by((flow, order) -> flow.run(Nameless.class, order))))
                .extracting(Finding::id)
                .containsExactly("workflow-name");
    }

    /** Has no name. */
    public static final class Nameless implements Workflow<Order, Boolean> {
        @Override
        @SuppressWarnings("NullAway") // Workflows may be written without null checks.
        public String name() {
            return null;
        }

        @Override
        public Value<Boolean> define(Flow flow, Value<Order> order) {
            return flow.call(NeedsCare.class, order);
        }
    }

    @Test
    void infiniteLoopInDefineIsAFindingWithItsLine() {
        Workflow<?, ?> definition = Defined.by((flow, order) -> {
            for (int i = 0; i < Integer.MAX_VALUE; i++) {
                flow.call(NeedsCare.class, order);
            }
            return order;
        });

        InvalidDefinition refusal = catchThrowableOfType(InvalidDefinition.class, () -> Definition.of(definition));

        assertThat(refusal.findings())
                .singleElement()
                .asString()
                .matches(
                        "ERROR too-many-nodes at workflow `example` \\(RulesTest\\.java:\\d+\\): define\\(\\) has added"
                                + " more than 10,000 nodes and has not returned; .* Look for an endless loop, .*");
    }

    @ParameterizedTest
    @MethodSource("usesOfValues")
    void aValueThatJavaCodeUsesIsAFindingWithItsLine(String rule, BiConsumer<Flow, Value<Order>> use) {
        Workflow<?, ?> definition = Defined.by((flow, order) -> {
            use.accept(flow, order);
            return flow.call(NeedsCare.class, order);
        });
        assertThat(findings(definition))
                .filteredOn(finding -> finding.severity() == Severity.ERROR)
                .singleElement()
                .asString()
                .matches("ERROR " + rule + " at workflow `example` \\(RulesTest\\.java:\\d+\\): .* content .*");
    }

    @SuppressWarnings({
        "EqualsIncompatibleType",
        "CollectionIncompatibleType",
        "ReturnValueIgnored",
        "UnnecessaryStringBuilder"
    }) // These are mistakes, which Error Prone finds in part.
    private static Stream<Arguments> usesOfValues() {
        return Stream.of(
                use("value-as-text", (flow, order) -> flow.value("s3://" + order)),
                use(
                        "value-as-text",
                        (flow, order) -> flow.value(order.get(Order::id).toString())),
                use("value-as-text", (flow, order) -> flow.value(String.format("%s", order))),
                use("value-as-text", (flow, order) -> flow.value(List.of(order).toString())),
                use(
                        "value-as-text",
                        (flow, order) -> flow.value(new StringBuilder()
                                .append(flow.call(NeedsCare.class, order))
                                .toString())),
                use(
                        "value-as-text",
                        (flow, order) -> flow.value("a" + flow.map(order.get(Order::lines), PriceLine.class))),
                use(
                        "value-as-text",
                        (flow, order) -> flow.value("a" + flow.when(flow.value(true), () -> order, () -> order))),
                use(
                        "value-as-text",
                        (flow, order) -> flow.map(order.get(Order::lines), line -> flow.value("line " + line))),
                use("value-compared", (flow, order) -> {
                    if (order.get(Order::id).equals("rush")) {
                        flow.call(NeedsCare.class, order);
                    }
                }),
                use("value-compared", (flow, order) -> new HashSet<Object>().add(order)),
                use("value-compared", (flow, order) -> new HashMap<Object, Integer>().put(order, 1)),
                use(
                        "value-compared",
                        (flow, order) -> Stream.of(order, order).distinct().count()),
                use("value-compared", (flow, order) -> List.of(order).contains(order.get(Order::id))),
                use("value-in-constant", (flow, order) -> flow.value(order)),
                use("value-in-constant", (flow, order) -> flow.value(List.of("a", order))),
                use("value-in-constant", (flow, order) -> flow.value(Map.of("a", order))),
                use("value-in-constant", (flow, order) -> flow.value(Optional.of(order))),
                use(
                        "value-in-constant",
                        (flow, order) -> flow.value(List.of(flow.map(order.get(Order::lines), PriceLine.class)))),
                use(
                        "value-in-constant",
                        (flow, order) -> flow.value(List.of(flow.when(flow.value(true), () -> order, () -> order)))));
    }

    private static Arguments use(String rule, BiConsumer<Flow, Value<Order>> use) {
        return Arguments.of(rule, use);
    }

    @Test
    void aLineThatUsesValuesOftenIsReportedOnce() {
        Workflow<?, ?> definition = Defined.by((flow, order) -> {
            List.of(order, order, order).forEach(value -> flow.value("a" + value + value));
            return order;
        });
        assertThat(findings(definition)).extracting(Finding::id).containsExactly("value-as-text");
    }

    @Test
    void valuesCanBeComparedAndPrintedAfterDefine() {
        List<Value<?>> leaked = new ArrayList<>();
        Definition.of(Defined.by((flow, order) -> {
            leaked.add(order);
            return order;
        }));
        assertThat(leaked.get(0))
                .isEqualTo(leaked.get(0))
                .hasToString("a value that has no content while define() runs");
    }

    @Test
    void valueOfOneBranchIsNotVisibleInTheOther() {
        List<Value<String>> leaked = new ArrayList<>();
        Workflow<?, ?> definition = Defined.by((flow, order) -> flow.when(
                        flow.call(NeedsCare.class, order),
                        () -> {
                            leaked.add(
                                    flow.call(Echo.class, order.get(Order::id)).named("of one side"));
                            return leaked.get(0);
                        },
                        () -> flow.call(Echo.class, leaked.get(0)).named("of the other"))
                .value());
        assertThat(findings(definition))
                .extracting(Finding::id, finding -> finding.place().node())
                .containsExactly(tuple("value-out-of-scope", "of the other"));
    }

    @Test
    void itemIsNotVisibleAfterItsBody() {
        List<Value<Line>> leaked = new ArrayList<>();
        Workflow<?, ?> definition = Defined.by((flow, order) -> {
            flow.map(order.get(Order::lines), line -> {
                leaked.add(line);
                return flow.call(PriceLine.class, line);
            });
            return flow.call(PriceLine.class, leaked.get(0)).named("late");
        });
        assertThat(findings(definition))
                .anyMatch(finding -> finding.id().equals("value-out-of-scope")
                        && finding.place().node().equals("late"));
    }

    @Test
    void cycleNamesAllItsSteps() {
        assertThat(findings(new ScopeExamples.Circle().refused()))
                .filteredOn(finding -> finding.id().equals("circle"))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.message()).contains("`first`").contains("`second`"));
    }

    private static Stream<Example> examples() {
        return Stream.of(
                        LoopExamples.class,
                        NameExamples.class,
                        OptionExamples.class,
                        RunExamples.class,
                        ScopeExamples.class,
                        SubRunExamples.class,
                        ValueExamples.class)
                .flatMap(topic -> Arrays.stream(topic.getDeclaredClasses()))
                .filter(Example.class::isAssignableFrom)
                .map(RulesTest::instance)
                .sorted(Comparator.comparing(Example::rule));
    }

    private static Example instance(Class<?> type) {
        try {
            return (Example) type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Finding> findings(Workflow<?, ?> workflow) {
        try {
            return Definition.of(workflow).findings();
        } catch (InvalidDefinition e) {
            return e.findings();
        }
    }
}
