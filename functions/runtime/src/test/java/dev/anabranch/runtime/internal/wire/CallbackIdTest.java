package dev.anabranch.runtime.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CallbackIdTest {

    @Test
    void aTextFormIsReadAsItWasWritten() {
        for (List<Long> path : List.of(List.<Long>of(), List.of(0L), List.of(17L, 999_999_999_999L))) {
            CallbackId id = new CallbackId("run-1", "submit größe", path, "E2p8a_-0");

            assertThat(CallbackId.parse(id.text())).contains(id);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"run-1\nnode\n00", "run-1\nnode\n1.02", "run-1\nnode\n.", "run-1\nnode", "run-1\nnode\n-1"})
    void anotherFormOfAnActionIsNoId(String action) {
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(action.getBytes(StandardCharsets.UTF_8));

        assertThat(CallbackId.parse(text + ".secret")).isEmpty();
    }

    @Test
    void textWithoutItsSecretIsNoId() {
        String text = new CallbackId("run-1", "node", List.of(0L), "secret").text();

        assertThat(CallbackId.parse(text.substring(0, text.indexOf('.')))).isEmpty();
        assertThat(CallbackId.parse(text + "=")).isEmpty();
        assertThat(CallbackId.parse("")).isEmpty();
    }
}
