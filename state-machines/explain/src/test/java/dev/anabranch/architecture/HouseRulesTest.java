package dev.anabranch.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import dev.anabranch.golden.GoldenFile;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule refuses a violation. Without this test, a rule that matches no class would always pass. */
final class HouseRulesTest {

    record Case(String name, ArchRule rule, List<String> sources) {

        Case(String name, ArchRule rule, String... sources) {
            this(name, rule, List.of(sources));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> violations() {
        return Stream.of(
                new Case(
                        "packagesAreNullMarked",
                        HouseRules.packagesAreNullMarked,
                        "package dev.anabranch.fresh; final class Fresh {}"),
                new Case(
                        "packagesHaveTellingNames",
                        HouseRules.packagesHaveTellingNames,
                        "package dev.anabranch.plan.util; final class Texts {}"),
                new Case(
                        "classesHaveTellingNames",
                        HouseRules.classesHaveTellingNames,
                        "package dev.anabranch.plan; final class PlanHelper {}"),
                new Case(
                        "typesAreClosed",
                        HouseRules.typesAreClosed,
                        "package dev.anabranch.task; public class Loose {}"),
                new Case(
                        "packagesAreFreeOfCycles",
                        HouseRules.packagesAreFreeOfCycles,
                        "package dev.anabranch.one; public class One { dev.anabranch.two.Two two; }",
                        "package dev.anabranch.two; public class Two { dev.anabranch.one.One one; }"),
                new Case(
                        "nothingReadsTheSurroundings: call",
                        HouseRules.nothingReadsTheSurroundings,
                        "package dev.anabranch.plan; class Plan { long at() { return System.currentTimeMillis(); } }"),
                new Case(
                        "nothingReadsTheSurroundings: reference",
                        HouseRules.nothingReadsTheSurroundings,
                        "package dev.anabranch.plan; class Plan {"
                                + " java.util.function.Supplier<java.time.Instant> now = java.time.Instant::now; }"),
                new Case(
                        "nothingReadsTheSurroundings: constructor",
                        HouseRules.nothingReadsTheSurroundings,
                        "package dev.anabranch.plan; class Plan { Object dice = new java.util.Random(); }"),
                new Case(
                        "nothingReadsTheSurroundings: lambda",
                        HouseRules.nothingReadsTheSurroundings,
                        "package dev.anabranch.plan; class Plan { Runnable exit = () -> System.exit(1); }"),
                new Case(
                        "examplesAreNotPartOfTheLibrary",
                        HouseRules.examplesAreNotPartOfTheLibrary,
                        "package dev.anabranch.examples.sea; public class Fish {}",
                        "package dev.anabranch.plan; class Plan { dev.anabranch.examples.sea.Fish fish; }"),
                new Case(
                        "modulesHaveADirection: up",
                        HouseRules.modulesHaveADirection,
                        "package dev.anabranch.workflow; public class Flow {}",
                        "package dev.anabranch.runtime.internal.wire; class W { dev.anabranch.workflow.Flow[] flows; }"),
                new Case(
                        "modulesHaveADirection: aside",
                        HouseRules.modulesHaveADirection,
                        "package dev.anabranch.cdk; public class Backend {}",
                        "package dev.anabranch.cli; class C { Object made = new dev.anabranch.cdk.Backend(); }"),
                new Case(
                        "modulesHaveADirection: a module without a place",
                        HouseRules.modulesHaveADirection,
                        "package dev.anabranch.task; public class T {}",
                        "package dev.anabranch.fresh; class F { dev.anabranch.task.T task; }"),
                new Case(
                        "signaturesNameNoInternalType: parameter",
                        HouseRules.signaturesNameNoInternalType,
                        "package dev.anabranch.plan.internal; public class Hidden {}",
                        "package dev.anabranch.plan;"
                                + " public class Plan { public void use(java.util.List<? extends internal.Hidden[]> h) {} }"
                                        .replace("internal.", "dev.anabranch.plan.internal.")),
                new Case(
                        "signaturesNameNoInternalType: result",
                        HouseRules.signaturesNameNoInternalType,
                        "package dev.anabranch.plan; class Hidden {}",
                        "package dev.anabranch.plan; public class Plan { protected Hidden get() { return null; } }"),
                new Case(
                        "signaturesNameNoInternalType: field",
                        HouseRules.signaturesNameNoInternalType,
                        "package dev.anabranch.plan; public class Plan { public static final class Part {"
                                + " public Hidden hidden; } private static final class Hidden {} }"),
                new Case(
                        "signaturesNameNoInternalType: exception",
                        HouseRules.signaturesNameNoInternalType,
                        "package dev.anabranch.plan.internal; public class Hidden extends Exception {}",
                        "package dev.anabranch.plan;"
                                + " public class Plan { public Plan() throws dev.anabranch.plan.internal.Hidden {} }"),
                new Case(
                        "signaturesNameNoInternalType: bound",
                        HouseRules.signaturesNameNoInternalType,
                        "package dev.anabranch.plan; class Hidden {}",
                        "package dev.anabranch.plan; public class Plan { public <T extends Hidden> void use(T t) {} }"),
                new Case(
                        "signaturesNameNoInternalType: supertype",
                        HouseRules.signaturesNameNoInternalType,
                        "package dev.anabranch.plan.internal; public interface Hidden<T> {}",
                        "package dev.anabranch.plan;"
                                + " public interface Plan extends dev.anabranch.plan.internal.Hidden<Integer> {}"),
                new Case(
                        "aslKnowsNoWorkflow",
                        HouseRules.aslKnowsNoWorkflow,
                        "package dev.anabranch.workflow; public class Flow {}",
                        "package dev.anabranch.translate.internal.asl; class State { dev.anabranch.workflow.Flow flow; }"),
                new Case(
                        "engineKnowsNoWorkflow",
                        HouseRules.engineKnowsNoWorkflow,
                        "package dev.anabranch.translate.internal.asl; public class AslState {}",
                        "package dev.anabranch.engine.map; class Run { dev.anabranch.translate.internal.asl.AslState state; }"),
                new Case(
                        "tasksSeePlainJava",
                        HouseRules.tasksSeePlainJava,
                        "package dev.anabranch.task; class T { com.fasterxml.jackson.databind.JsonNode json; }"),
                new Case(
                        "lambdaTypesStayAtTheDoor",
                        HouseRules.lambdaTypesStayAtTheDoor,
                        "package dev.anabranch.store; class S { com.amazonaws.services.lambda.runtime.Context c; }"),
                new Case(
                        "testsNeverSleep: thread",
                        HouseRules.testsNeverSleep,
                        "package dev.anabranch.plan; class PlanTest {"
                                + " void waits() throws InterruptedException { Thread.sleep(10); } }"),
                new Case(
                        "testsNeverSleep: unit",
                        HouseRules.testsNeverSleep,
                        "package dev.anabranch.plan; class PlanTest {"
                                + " void waits() throws Exception { java.util.concurrent.TimeUnit.DAYS.sleep(1); } }"),
                new Case(
                        "testsNeverSpin",
                        HouseRules.testsNeverSpin,
                        "package dev.anabranch.plan; class PlanTest { void waits() { Thread.onSpinWait(); } }"),
                new Case(
                        "testsAreNamedInCamelCase",
                        HouseRules.testsAreNamedInCamelCase,
                        "package dev.anabranch.plan; class PlanTest {"
                                + " @org.junit.jupiter.api.Test void plans_nothing() {} }"),
                new Case(
                        "testsAreNamedInCamelCase: factory",
                        HouseRules.testsAreNamedInCamelCase,
                        "package dev.anabranch.plan; class PlanTest {"
                                + " @org.junit.jupiter.params.ParameterizedTest void PlansNothing() {} }"));
    }

    static Stream<Case> allowed() {
        return Stream.of(
                new Case(
                        "a marked package",
                        HouseRules.packagesAreNullMarked,
                        "@org.jspecify.annotations.NullMarked package dev.anabranch.fresh;",
                        "package dev.anabranch.fresh; final class Fresh {}"),
                new Case(
                        "closed types",
                        HouseRules.typesAreClosed,
                        "package dev.anabranch.task; public final class A {}",
                        "package dev.anabranch.task; public abstract class B {}",
                        "package dev.anabranch.task; public record C() {}",
                        "package dev.anabranch.task; public enum D { ONE { } }",
                        "package dev.anabranch.task; public sealed class F { static final class G extends F {} }",
                        "package dev.anabranch.task; public interface E {}"),
                new Case(
                        "a seeded generator and a given clock",
                        HouseRules.nothingReadsTheSurroundings,
                        "package dev.anabranch.plan; class Plan { Object dice = new java.util.Random(7);"
                                + " java.time.Instant at(java.time.Clock c) { return java.time.Instant.now(c); } }"),
                new Case(
                        "the entry point of the process",
                        HouseRules.nothingReadsTheSurroundings,
                        "package dev.anabranch.cli; class Main { Runnable exit = () -> System.exit(1); }"),
                new Case(
                        "examples among themselves",
                        HouseRules.examplesAreNotPartOfTheLibrary,
                        "package dev.anabranch.examples.sea; public class Fish {}",
                        "package dev.anabranch.examples.river; class Trout { dev.anabranch.examples.sea.Fish f; }"),
                new Case(
                        "parts of the engine among themselves",
                        HouseRules.engineKnowsNoWorkflow,
                        "package dev.anabranch.engine.query; public class Query {}",
                        "package dev.anabranch.engine; class Run { dev.anabranch.engine.query.Query query; }"),
                new Case(
                        "failures for users to derive from",
                        HouseRules.typesAreClosed,
                        "package dev.anabranch.task; public class Failure extends RuntimeException {}"),
                new Case(
                        "a module and one below it",
                        HouseRules.modulesHaveADirection,
                        "package dev.anabranch.task; public class T {}",
                        "package dev.anabranch.runtime.internal.wire; class W { dev.anabranch.task.T task; }"),
                new Case(
                        "internal types behind a signature",
                        HouseRules.signaturesNameNoInternalType,
                        "package dev.anabranch.plan.internal; public class Hidden { public Other other; }",
                        "package dev.anabranch.plan.internal; class Other {}",
                        "package dev.anabranch.plan; public final class Plan { private dev.anabranch.plan.internal.Hidden one;"
                                + " dev.anabranch.plan.internal.Hidden other; Plan(dev.anabranch.plan.internal.Hidden h) {}"
                                + " protected dev.anabranch.plan.internal.Hidden get() { return one; } }"),
                new Case(
                        "bytes in a task",
                        HouseRules.tasksSeePlainJava,
                        "package dev.anabranch.task; class T { byte[] bytes; long[][] table; String[] names; }"),
                new Case(
                        "Lambda types at the door",
                        HouseRules.lambdaTypesStayAtTheDoor,
                        "package dev.anabranch.runtime; class S { com.amazonaws.services.lambda.runtime.Context c; }"));
    }

    @ParameterizedTest
    @MethodSource("violations")
    void refuses(Case violation, @TempDir Path folder) throws Exception {
        assertThat(detailsOf(violation, folder)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void accepts(Case allowed, @TempDir Path folder) throws Exception {
        assertThat(detailsOf(allowed, folder)).isEmpty();
    }

    private static List<String> detailsOf(Case one, Path folder) throws Exception {
        JavaClasses classes = Snippets.compile(folder, one.sources());
        return inClassPath(
                folder, () -> one.rule().evaluate(classes).getFailureReport().getDetails());
    }

    /** Calls the checks with the compiled classes on the class path, because some conditions load the classes. */
    private static List<String> inClassPath(Path folder, Callable<List<String>> checks) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        URL[] compiled = {folder.resolve("classes").toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(compiled, before)) {
            thread.setContextClassLoader(loader);
            return checks.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void publicTypeThatIsMissingInTheApiFileIsRefused(@TempDir Path folder) throws Exception {
        assumeThat(GoldenFile.isWritten()).as("golden files are rewritten").isFalse();
        JavaClasses classes = Snippets.compile(
                folder,
                List.of(
                        "package dev.anabranch.explain; public record Fresh(@org.jspecify.annotations.Nullable String text)"
                                + " { public static <T extends Comparable<T>> java.util.List<? super T> of(T[]... t) { return null; } }"));

        inClassPath(folder, () -> {
            assertThat(PublicApi.of(classes)).isEqualTo("""
                            dev.anabranch.explain: record Fresh(@Nullable String text)
                              static <T extends Comparable<T>> List<? super T> of(T[]...)
                            """);
            assertThatThrownBy(() -> HouseRules.publicApiEqualsItsFile(classes))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("api.txt")
                    .hasMessageContaining("+1: dev.anabranch.explain: record Fresh(@Nullable String text)");
            return List.of();
        });
    }

    @Test
    void everyRuleHasAViolation() {
        Set<String> rules = Arrays.stream(HouseRules.class.getDeclaredFields())
                .filter(field -> field.getType() == ArchRule.class)
                .map(field -> field.getName())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(violations().map(violation -> violation.name().replaceFirst(":.*", "")))
                .containsAll(rules);
    }
}
