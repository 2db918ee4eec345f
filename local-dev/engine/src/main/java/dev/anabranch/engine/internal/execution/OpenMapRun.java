package dev.anabranch.engine.internal.execution;

import dev.anabranch.engine.internal.message.MapRunReceiver;
import java.util.stream.Stream;

/** A Map Run of an execution that still receives messages: it runs, or can be redriven. */
public interface OpenMapRun extends MapRunReceiver {

    /** Returns the children that run or can be redriven. */
    Stream<ExecutionLaunch> children();

    /** Resumes the children after a restart. */
    void resume();
}
