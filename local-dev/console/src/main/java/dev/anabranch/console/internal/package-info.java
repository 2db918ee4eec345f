/** The server of the console: the files of its page, layouts of graphs, and requests to a run API. */
@NullMarked
package dev.anabranch.console.internal;

import org.jspecify.annotations.NullMarked;
