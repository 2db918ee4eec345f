package dev.anabranch.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.sample.RandomWorkflow;
import dev.anabranch.sample.Workflows;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class LanguageTest {

    private static final long SEED = 20261121;
    private static final int ROUNDS = 300;

    @TestFactory
    Stream<DynamicTest> everySampleKeepsTheRulesOfTheLanguage() {
        return Workflows.all()
                .map(workflow -> DynamicTest.dynamicTest(workflow.name(), () -> {
                    Translation translation = Definition.of(workflow).translate();
                    assertThat(LanguageRules.brokenBy(translation.definition())).isEmpty();
                }));
    }

    @Test
    void randomWorkflowsKeepTheRulesOfTheLanguage() {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = SEED + round;
            String definition =
                    Definition.of(new RandomWorkflow(seed)).translate().definition();
            assertThat(LanguageRules.brokenBy(definition)).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void theSameDefinitionGivesTheSameBytes() {
        for (int round = 0; round < 50; round++) {
            long seed = SEED + round;
            assertThat(Definition.of(new RandomWorkflow(seed)).translate().definition())
                    .as("seed %d", seed)
                    .isEqualTo(
                            Definition.of(new RandomWorkflow(seed)).translate().definition());
        }
    }
}
