package dev.anabranch.engine.internal.execution;

import dev.anabranch.engine.internal.message.MapRunReceiver;
import java.util.stream.Stream;

/** A Map Run that still receives messages: it is running or can be redriven. */
public interface OpenMapRun extends MapRunReceiver {

    /** Returns the children that are running or can be redriven. */
    Stream<ExecutionLaunch> children();

    /** Resumes the children after a restart. */
    void resume();
}
