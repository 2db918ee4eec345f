package dev.anabranch.cli.internal.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.client.internal.ClientResult;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class UnreturnedItemsTest {

    private final UnreturnedItems items = new UnreturnedItems("classify");

    private void add(String path, ActionStatus status) {
        items.add(new ClientResult(
                "classify", path, status, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), ""));
    }

    @Test
    void nothingIsMissingIfAllItemsHaveReturned() {
        add("0", ActionStatus.SUCCEEDED);
        add("1", ActionStatus.CACHED);

        assertThat(items.text(Optional.of(2L), index -> true)).isEmpty();
    }

    @Test
    void itemsAreNamedAsRangesByStatus() {
        add("0", ActionStatus.SUCCEEDED);
        add("4", ActionStatus.FAILED);
        add("1", ActionStatus.FAILED);
        add("2", ActionStatus.FAILED);
        add("3", ActionStatus.ABORTED);
        add("5", ActionStatus.RUNNING);

        assertThat(items.hasFailed()).isTrue();
        assertThat(items.text(Optional.of(9L), index -> true))
                .hasValue("8 of 9 items of `classify` have no result:"
                        + " 1 running (5), 3 failed (1-2, 4), 1 aborted (3), 3 not started (6-8).");
        assertThat(items.text(Optional.of(9L), index -> index != 7))
                .hasValueSatisfying(text -> assertThat(text).endsWith("2 not started (6, 8)."));
    }

    @Test
    void manyItemsAreCountedButNotAllNamed() {
        for (int i = 0; i < 100; i++) {
            add(Integer.toString(2 * i), ActionStatus.FAILED);
            add("3." + i, ActionStatus.ABORTED);
        }

        assertThat(items.text(Optional.empty(), index -> true))
                .hasValue("200 of 200 items of `classify` have no result: 100 failed (0, 2, 4, 6, 8, 10, 12, 14, ...),"
                        + " 100 aborted (3.0, 3.1, 3.2, 3.3, 3.4, 3.5, 3.6, 3.7, ...).");
    }

    @Test
    void actionOutsideOfFanOutsHasNoIndex() {
        add("", ActionStatus.FAILED);

        assertThat(items.text(Optional.empty(), index -> true)).hasValue("`classify` has no result: 1 failed.");
    }
}
