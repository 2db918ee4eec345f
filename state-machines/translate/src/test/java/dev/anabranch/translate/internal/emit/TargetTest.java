package dev.anabranch.translate.internal.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.translate.sample.Arithmetic;
import dev.anabranch.translate.sample.RandomWorkflow;
import dev.anabranch.translate.sample.Workflows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** State machines for a target do not use features that the target lacks. */
final class TargetTest {

    private static final String[] NOT_IN_LOCALSTACK = {
        "ItemBatcher", "EXPRESS", "ResultWriter", "JSONL", "$uuid", "$hash", "$random"
    };

    @ParameterizedTest
    @MethodSource("dev.anabranch.translate.sample.Arithmetic#names")
    void definitionsForLocalStackUseSupportedFeaturesOnly(String sample) {
        assertThat(Definition.of(Arithmetic.get(sample), Target.LOCALSTACK)
                        .translate()
                        .definition())
                .doesNotContain(NOT_IN_LOCALSTACK);
    }

    @Test
    void randomWorkflowsForLocalStackUseSupportedFeaturesOnly() {
        for (long seed = 0; seed < 50; seed++) {
            assertThat(Definition.of(new RandomWorkflow(seed), Target.LOCALSTACK)
                            .translate()
                            .definition())
                    .as("seed %d", seed)
                    .doesNotContain("ItemBatcher\":", "\"EXPRESS\"", "ResultWriter\":");
        }
    }

    @Test
    void earlyEndsForLocalStackUseSupportedFeaturesOnly() {
        assertThat(Definition.of(new Workflows.Winners(), Target.LOCALSTACK)
                        .translate()
                        .definition())
                .contains("DISTRIBUTED")
                .doesNotContain(NOT_IN_LOCALSTACK);
    }

    @Test
    void definitionsForAwsUseAllFeatures() {
        assertThat(Definition.of(Arithmetic.get("large-fanout")).translate().definition())
                .contains("ItemBatcher", "EXPRESS", "WriterConfig");
    }
}
