package dev.anabranch.examples.transcode;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Submits a video to the encoder: writes a file with its address and the callback id into the encoder's inbox. A real
 * task would send a message to a queue or a request to a service.
 */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class SubmitVideo implements Task<Video, String> {

    @Override
    public String run(Video video, TaskContext context) throws IOException {
        if (video.inbox() != null) {
            Files.write(
                    Path.of(video.inbox()).resolve(video.number() + ".job"),
                    List.of(video.address(), context.callbackId()));
        }
        return video.address();
    }
}
