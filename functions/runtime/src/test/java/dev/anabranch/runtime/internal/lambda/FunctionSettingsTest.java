package dev.anabranch.runtime.internal.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FunctionSettingsTest {

    private static final String ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:api-key-a1b2c3";

    private final List<String> reads = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-30T12:00:00Z");
    private String stored = "first";
    private boolean available = true;

    private final FunctionSettings settings = new FunctionSettings(
            Map.of("MODEL", "v3", "ANABRANCH_SECRET_API_KEY", ARN),
            reference -> {
                reads.add(reference);
                if (!available) {
                    throw new IllegalStateException("AccessDeniedException");
                }
                return stored;
            },
            () -> now);

    @Test
    void aSettingIsAVariable() {
        assertThat(settings.get("MODEL")).isEqualTo("v3");
        assertThat(reads).isEmpty();
    }

    @Test
    void aSecretIsReadWhenItIsNeededAndKept() {
        assertThat(settings.secret("API_KEY")).isEqualTo("first");
        assertThat(settings.secret("API_KEY")).isEqualTo("first");
        assertThat(reads).containsExactly(ARN);
    }

    @Test
    void aRotatedSecretArrivesAfterFiveMinutes() {
        settings.secret("API_KEY");
        stored = "second";

        now = now.plus(FunctionSettings.KEPT).minusSeconds(1);
        assertThat(settings.secret("API_KEY")).isEqualTo("first");
        now = now.plusSeconds(1);
        assertThat(settings.secret("API_KEY")).isEqualTo("second");
    }

    @Test
    void theLastValueIsUsedWhileTheStoreOfSecretsIsNotAvailable() {
        settings.secret("API_KEY");
        available = false;
        now = now.plus(FunctionSettings.KEPT);

        assertThat(settings.secret("API_KEY")).isEqualTo("first");
    }

    @Test
    void aSecretThatCannotBeReadIsNamedWithItsReference() {
        available = false;

        assertThatIllegalStateException()
                .isThrownBy(() -> settings.secret("API_KEY"))
                .withMessage("The secret `API_KEY` cannot be read from `" + ARN + "`: AccessDeniedException");
    }

    @Test
    void whatIsNotConfiguredIsNamed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> settings.get("REGION"))
                .withMessageStartingWith("The setting `REGION` is not configured.");
        assertThatIllegalStateException()
                .isThrownBy(() -> settings.secret("MODEL"))
                .withMessageStartingWith("The secret `MODEL` is not configured.");
    }
}
