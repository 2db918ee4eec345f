/** The authoring API as its users and their compiler see it. */
@NullMarked
package dev.anabranch.workflow;

import org.jspecify.annotations.NullMarked;
