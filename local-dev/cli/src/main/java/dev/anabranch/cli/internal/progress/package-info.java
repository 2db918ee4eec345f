/**
 * The progress of a run's fan-outs: bars on a terminal, otherwise a line every few seconds.
 * {@link dev.anabranch.cli.internal.progress.RunProgress} shows a run in this process,
 * {@link dev.anabranch.cli.internal.progress.RunFollower} polls a run API.
 */
@NullMarked
package dev.anabranch.cli.internal.progress;

import org.jspecify.annotations.NullMarked;
