package dev.anabranch.examples.transcode;

import dev.anabranch.examples.numbers.RequiredText;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Returns the videos of the input. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class ListVideos implements Task<TranscodeInput, List<Video>> {

    /**
     * Returns the videos.
     *
     * @throws PermanentFailure if a video has no address, or if the inbox is not a folder
     */
    @Override
    public List<Video> run(TranscodeInput input, TaskContext context) {
        String inbox = input.inbox();
        if (inbox != null && !Files.isDirectory(Path.of(inbox))) {
            throw new PermanentFailure("inbox is \"" + inbox
                    + "\", which is not a folder here: name the folder of an encoder, or leave inbox out.");
        }
        List<Video> videos = new ArrayList<>();
        if (input.videos() != null) {
            for (String address : input.videos()) {
                String checked = RequiredText.of("videos[" + videos.size() + "]", address);
                videos.add(new Video(videos.size() + 1, checked, inbox));
            }
        }
        return videos;
    }
}
