package dev.anabranch.examples.transcode;

import static dev.anabranch.examples.OneAction.ANY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.task.PermanentFailure;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ListVideosTest {

    private static List<Video> list(String address, String inbox) {
        return new ListVideos().run(new TranscodeInput(Collections.singletonList(address), inbox), ANY);
    }

    @Test
    @SuppressWarnings("NullAway") // JSON can have null anywhere.
    void videoWithoutAnAddressAndAMissingInboxAreRefused(@TempDir Path inbox) {
        assertThat(list("a", null)).containsExactly(new Video(1, "a", null));
        assertThat(list("a", inbox.toString())).hasSize(1);
        assertThatThrownBy(() -> list(null, null))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("videos[0] is null but must be a text.");
        assertThatThrownBy(() -> list("a", inbox.resolve("none").toString()))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageEndingWith("which is not a folder here: name the folder of an encoder, or leave inbox out.");
    }
}
