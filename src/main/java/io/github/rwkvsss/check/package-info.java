/** Whether the plugin can work here, and if not, why: facts about the machine and the installation, each with advice. */
package io.github.rwkvsss.check;
