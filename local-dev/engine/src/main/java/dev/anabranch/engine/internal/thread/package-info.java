/** Threads that user code in the same process cannot interrupt. */
@NullMarked
package dev.anabranch.engine.internal.thread;

import org.jspecify.annotations.NullMarked;
