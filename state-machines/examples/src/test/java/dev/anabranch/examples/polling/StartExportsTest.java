package dev.anabranch.examples.polling;

import static dev.anabranch.examples.OneAction.ANY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.task.PermanentFailure;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StartExportsTest {

    private static List<Export> start(String table) {
        return new StartExports().run(new PollingInput(Collections.singletonList(table)), ANY);
    }

    @Test
    @SuppressWarnings("NullAway") // JSON can have null anywhere.
    void tableWithoutANameIsRefused() {
        assertThat(new StartExports().run(new PollingInput(null), ANY)).hasSize(3);
        assertThatThrownBy(() -> start(null))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("tables[0] is null but must be a text.");
        assertThatThrownBy(() -> start(""))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("tables[0] is blank but must be a text.");
    }

    @Test
    void exportOfATableWithALongNameEnds() {
        Export begun = start("a".repeat(201)).get(0);

        assertThat(new CheckExport().run(begun, ANY).percent()).isEqualTo(1);
    }
}
