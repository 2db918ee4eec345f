/** Running the actions of one task, and the tasks that Anabranch brings along. */
@NullMarked
package dev.anabranch.runtime.internal.action;

import org.jspecify.annotations.NullMarked;
