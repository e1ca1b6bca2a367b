// Tells whether the plugin can work here, and what to do about what is not as it should be.
// Argument: "quick" leaves out the small segmentation.
if (getArgument() == "quick") run("RWKV-SSS Check Installation...", "self_test=false");
else run("RWKV-SSS Check Installation...", "self_test=true");
