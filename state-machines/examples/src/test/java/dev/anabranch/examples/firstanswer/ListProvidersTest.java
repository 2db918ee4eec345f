package dev.anabranch.examples.firstanswer;

import static dev.anabranch.examples.OneAction.ANY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.task.PermanentFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ListProvidersTest {

    private static List<Query> list(@Nullable String currency, @Nullable List<String> down) {
        return new ListProviders().run(new RateRequest(currency, down), ANY);
    }

    @Test
    void unknownProviderAndBlankCurrencyAreRefused() {
        assertThat(list(null, null)).hasSize(4).filteredOn(Query::down).hasSize(1);
        assertThatThrownBy(() -> list("CHF", List.of("boat")))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("down has \"boat\", but the providers are central-bank, exchange, archive, newspaper.");
        assertThatThrownBy(() -> list("", null))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("currency is blank but must be a text.");
    }
}
