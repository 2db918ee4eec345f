/** What the code of a user sees inside a task: no AWS type and no JSON library type appears here. */
@NullMarked
package dev.anabranch.task;

import org.jspecify.annotations.NullMarked;
