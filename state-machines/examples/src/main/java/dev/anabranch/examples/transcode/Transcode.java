package dev.anabranch.examples.transcode;

import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.time.Duration;

/** An encoder elsewhere transcodes each video and reports the end. A video whose encoder stops reporting is lost. */
public final class Transcode implements Workflow<TranscodeInput, TranscodeReport> {

    @Override
    public Value<TranscodeReport> define(Flow flow, Value<TranscodeInput> input) {
        return flow.call(
                ReportEncodings.class,
                flow.map(flow.call(ListVideos.class, input), video -> flow.callback(
                                        SubmitVideo.class, video, Encoding.class)
                                .heartbeat(Duration.ofMinutes(10))
                                .timeout(Duration.ofDays(2))
                                .onTimeout(Encoding.LOST)
                                .retry(Retry.upTo(3)))
                        .toList());
    }

    @Override
    public String description() {
        return "Durable functions' callbacks: encoders report the end.";
    }
}
