/**
 * The messages of an execution. Everything that happens to an execution from outside is an {@link
 * dev.anabranch.engine.internal.message.ExecutionMessage}. The {@link dev.anabranch.engine.internal.message.ExecutionMailbox} writes
 * each message to the journal and then has the execution handle it, one message at a time. After a restart it replays the messages of
 * the journal. This package has the format of the records, too.
 */
@NullMarked
package dev.anabranch.engine.internal.message;

import org.jspecify.annotations.NullMarked;
