/**
 * The messages of an execution. Every external input of an execution is an
 * {@link dev.anabranch.engine.internal.message.ExecutionMessage}. The
 * {@link dev.anabranch.engine.internal.message.ExecutionMailbox} writes each message to the journal, and the execution
 * then handles it, one message at a time. A restart replays the messages in the journal. This package also defines the
 * format of the records.
 */
@NullMarked
package dev.anabranch.engine.internal.message;

import org.jspecify.annotations.NullMarked;
