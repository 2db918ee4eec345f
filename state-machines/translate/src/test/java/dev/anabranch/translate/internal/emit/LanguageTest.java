package dev.anabranch.translate.internal.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.golden.LineDiff;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.translate.sample.Defined;
import dev.anabranch.translate.sample.RandomWorkflow;
import dev.anabranch.translate.sample.Shop;
import dev.anabranch.translate.sample.Workflows;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LanguageTest {

    private static final long SEED = 20261121;
    private static final int ROUNDS = 300;

    @TestFactory
    Stream<DynamicTest> everySampleFollowsTheRulesOfTheLanguage() {
        return Workflows.all()
                .map(workflow -> DynamicTest.dynamicTest(workflow.name(), () -> {
                    for (Target target : Target.values()) {
                        Translation translation =
                                Definition.of(workflow, target).translate();
                        assertThat(LanguageRules.brokenBy(translation.definition()))
                                .as("for %s", target)
                                .isEmpty();
                    }
                }));
    }

    @Test
    void randomWorkflowsFollowTheRulesOfTheLanguage() {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = SEED + round;
            String definition =
                    Definition.of(new RandomWorkflow(seed)).translate().definition();
            assertThat(LanguageRules.brokenBy(definition)).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void equalDefinitionsGiveEqualBytes() {
        for (int round = 0; round < 50; round++) {
            long seed = SEED + round;
            assertThat(Definition.of(new RandomWorkflow(seed)).translate().definition())
                    .as("seed %d", seed)
                    .isEqualTo(
                            Definition.of(new RandomWorkflow(seed)).translate().definition());
        }
    }

    @Test
    void newClassLoaderGivesEqualBytes() throws ReflectiveOperationException, IOException {
        List<URL> path = new ArrayList<>();
        for (String entry : List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))) {
            path.add(Path.of(entry).toUri().toURL());
        }
        try (URLClassLoader fresh =
                new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> workflow = fresh.loadClass(Workflows.NestedMaps.class.getName());
            Object definition = fresh.loadClass(Definition.class.getName())
                    .getMethod("of", fresh.loadClass(Workflow.class.getName()))
                    .invoke(null, workflow.getConstructor().newInstance());
            Object translation = definition.getClass().getMethod("translate").invoke(definition);
            assertThat(translation.getClass().getMethod("definition").invoke(translation))
                    .isEqualTo(Definition.of(new Workflows.NestedMaps())
                            .translate()
                            .definition());
        }
    }

    @Test
    void renamedNodeChangesOnlyItsNames() {
        String before = renamed("price it");
        String after = renamed("value it");
        assertThat(LineDiff.changes(before, after))
                .isNotEmpty()
                .allMatch(line -> line.matches(".*(price it|price_it|value it|value_it).*"));
        assertThat(after.replace("value it", "price it").replace("value_it", "price_it"))
                .isEqualTo(before);
    }

    private static String renamed(String name) {
        return Definition.of(Defined.by((flow, order) -> {
                    Value<List<Shop.Line>> lines = flow.call(Shop.SplitOrder.class, order);
                    return flow.call(
                            Shop.AddPrices.class,
                            flow.map(
                                            lines,
                                            line -> flow.call(
                                                    Shop.RoundPrice.class,
                                                    flow.call(Shop.PriceLine.class, line)
                                                            .named(name)))
                                    .named("lines")
                                    .collect());
                }))
                .translate()
                .pretty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"Next\": \"add prices\"`|`\"Next\": \"nowhere\"`|does not exist",
                "`\"QueryLanguage\": \"JSONata\"`|`\"QueryLanguage\": \"JSONPath\"`|not in JSONata",
                "`$split_order.count`|`$other.count`|which does not exist",
                "`\"split_order\":`|`\"states\":`|not a valid name for a variable",
                "`\"split_order\":`|`\"count\":`|not a valid name for a variable",
                "`$states.context.State.EnteredTime`|`$states.context.Map.Item.Index`|outside of an ItemSelector",
                "`$states.input.run %}`|`$states.result.run %}`|where it is not available",
                "`$states.input.run %}`|`$states.input.run ?? 1 %}`|a feature that AWS's JSONata does not have",
                "`$states.input.run %}`|`$eval('1') %}`|a feature that AWS's JSONata does not have",
                "`$states.input.run %}`|`$sqrt2(1) %}`|not a function",
                "`$states.input.run %}\"`|`$states.input.run\"`|only one delimiter of an expression",
                "`\"TimeoutSeconds\": 70`|`\"TimeoutSeconds\": 0`|no TimeoutSeconds",
                "`\"BackoffRate\": 2.0`|`\"BackoffRate\": 0.5`|Retry out of bounds",
                "`\"Lambda.SdkClientException\"`|`\"States.ALL\"`|not the only error of the last entry",
                "`\"ExecutionType\": \"EXPRESS\"`|`\"ExecutionType\": \"FAST\"`|no ExecutionType",
                "`\"Label\": \"map_price_line\"`|`\"Label\": \"\"`|an invalid label",
                "`\"Mode\": \"DISTRIBUTED\"`|`\"Mode\": \"INLINE\"`|which is not a field of an inline Map",
                "`\"MaxInputBytesPerBatch\": 2`|`\"MaxInputBytesPerBatch\": 92`|beyond 256 KiB",
                "`\"Type\": \"Fail\"`|`\"Type\": \"Succeed\"`|which is not a field of Succeed",
                "`\"End\": true`|`\"Next\": \"start\"`|does not exist"
            })
    void rulesRefuseViolations(String right, String wrong, String complaint) {
        String good = Definition.of(new Workflows.FanOutAndIn()).translate().pretty();
        assertThat(good).contains(right);
        assertThat(LanguageRules.brokenBy(good.replace(right, wrong))).anyMatch(broken -> broken.contains(complaint));
    }
}
