package dev.anabranch.examples.transcode;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.ArrayList;
import java.util.List;

/** Returns the videos of the input. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class ListVideos implements Task<TranscodeInput, List<Video>> {

    @Override
    public List<Video> run(TranscodeInput input, TaskContext context) {
        List<Video> videos = new ArrayList<>();
        if (input.videos() != null) {
            input.videos().forEach(address -> videos.add(new Video(videos.size() + 1, address, input.inbox())));
        }
        return videos;
    }
}
