/**
 * The progress of a run: the tree of its groups and fan-outs with bars on a terminal, otherwise a line every few seconds.
 * {@link dev.anabranch.cli.internal.progress.RunProgress} shows a run in this process,
 * {@link dev.anabranch.cli.internal.progress.RunFollower} polls a run API.
 */
@NullMarked
package dev.anabranch.cli.internal.progress;

import org.jspecify.annotations.NullMarked;
