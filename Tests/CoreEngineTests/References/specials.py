"""NaN and infinities: what `generate.py` writes under the names `t_special_*`."""
import math

import torch
import torch.nn.functional as F


def specials(case, rand):
    """NaN and both infinities, operation by operation, among ordinary numbers."""
    nan, inf = math.nan, math.inf
    line = torch.tensor([nan, inf, -inf, 0, 1, -1, 0.3, -0.7, 12, -12])
    for name, function, attrs in [
            ("exp", torch.exp, {}), ("log", torch.log, {}), ("sqrt", torch.sqrt, {}),
            ("square", torch.square, {}), ("abs", torch.abs, {}), ("sign", torch.sign, {}),
            ("floor", torch.floor, {}), ("sin", torch.sin, {}), ("cos", torch.cos, {}),
            ("neg", torch.neg, {}), ("relu", F.relu, {}), ("sigmoid", torch.sigmoid, {}),
            ("tanh", torch.tanh, {}), ("gelu", F.gelu, {}), ("softplus", F.softplus, {}),
            ("leaky_relu", lambda x: F.leaky_relu(x, 0.1), {"negative_slope": 0.1}),
            ("clamp", lambda x: x.clamp(-0.5, 2), {"min": -0.5, "max": 2}),
            ("clamp_min", lambda x: x.clamp(min=0.5), {"min": 0.5}),
            ("clamp_max", lambda x: x.clamp(max=0.5), {"max": 0.5}),
            ("pow_3", lambda x: x ** 3, {"exponent": 3}),
            ("pow_minus_1", lambda x: x ** -1, {"exponent": -1}),
            ("pow_part", lambda x: x ** 2.5, {"exponent": 2.5}),
            ("pow_0", lambda x: x ** 0, {"exponent": 0})]:
        # PyTorch takes the sign of NaN for 0; here it is NaN.
        points = line[1:] if name in ("abs", "sign") else line
        case(f"special_{name}", name if name == "leaky_relu" else name.split("_")[0],
             lambda input: function(input), {"input": points}, attrs)
    few = torch.tensor([nan, inf, -inf, 0, 2, -1.5])
    for name, function in [
            ("add", torch.add), ("sub", torch.sub), ("mul", torch.mul), ("div", torch.div),
            ("maximum", torch.maximum), ("minimum", torch.minimum), ("pow", torch.pow)]:
        case(f"special_{name}", name, lambda a, b: function(a, b),
             {"a": few.reshape(6, 1), "b": few})
    case("special_where", "where", lambda condition, a, b: torch.where(condition > 0, a, b),
         {"condition": (torch.arange(6) % 2).double(), "a": few, "b": few.flip(0)},
         fixed=("condition",))
    rows = torch.tensor([
        [nan, 1, 2, -3, 0.5], [1, 2, nan, nan, 4], [inf, 1, 2, -3, 0.5], [1, -inf, 2, -3, 0.5],
        [inf, 1, inf, 2, 3], [-inf, -inf, -inf, -inf, -inf], [inf, -inf, 1, 2, 3],
        [nan, inf, -inf, 1, 2], [3, 1, 2, 0, -1]])
    for name, function, op in [
            ("softmax", lambda x: x.softmax(1), "softmax"),
            ("log_softmax", lambda x: x.log_softmax(1), "log_softmax"),
            ("logsumexp", lambda x: x.logsumexp(1), "logsumexp"),
            ("sum", lambda x: x.sum(1), "sum"), ("mean", lambda x: x.mean(1), "mean"),
            ("variance", lambda x: x.var(1, correction=0), "variance"),
            ("amax", lambda x: x.amax(1), "amax"), ("amin", lambda x: x.amin(1), "amin"),
            ("argmax", lambda x: x.argmax(1).double(), "argmax"),
            ("argmin", lambda x: x.argmin(1).double(), "argmin")]:
        case(f"special_{name}_rows", op, lambda input: function(input), {"input": rows},
             {"axis": 1})
        turned = {"input": rows.t()}
        case(f"special_{name}_columns", op, lambda input: function(input.t()).t(), turned,
             {"axis": 0})
    x = rand(2, 3)
    for i, value in enumerate([nan, inf, -inf]):
        torn = x.clone()
        torn[1, 2] = value
        w = torch.tensor([[1.0, 2, 3], [-1, -2, -0.5]])
        case(f"special_linear_{i}", "linear", lambda input, weight: F.linear(input, weight),
             {"input": torn, "weight": w})
        case(f"special_matmul_{i}", "matmul", lambda a, b: a @ b, {"a": torn, "b": w.t()})
        case(f"special_layer_norm_{i}", "layer_norm",
             lambda input, weight, bias: F.layer_norm(input, (3,), weight, bias),
             {"input": torn, "weight": rand(3), "bias": rand(3)}, {"normalized_shape": [3]})
        case(f"special_batch_norm_{i}", "batch_norm",
             lambda input, weight, bias: F.batch_norm(input, None, None, weight, bias, True),
             {"input": torn, "weight": rand(3), "bias": rand(3)}, {"training": True})
        image = rand(1, 2, 5, 6)
        image[0, 1, 2, 3] = value
        case(f"special_conv2d_{i}", "conv2d",
             lambda input, weight, bias: F.conv2d(input, weight, bias, 1, 1),
             {"input": image, "weight": rand(2, 2, 3, 3), "bias": rand(2)}, {"padding": 1})
        case(f"special_conv1d_{i}", "conv1d", lambda input, weight: F.conv1d(input, weight),
             {"input": image[0, :, 2], "weight": rand(3, 2, 2)})
        case(f"special_max_pool2d_{i}", "max_pool2d", lambda input: F.max_pool2d(input, 3, 2, 1),
             {"input": image}, {"kernel_size": 3, "stride": 2, "padding": 1})
        case(f"special_avg_pool2d_{i}", "avg_pool2d", lambda input: F.avg_pool2d(input, 2),
             {"input": image}, {"kernel_size": 2})
        target = torch.tensor([0.0, 2])
        case(f"special_cross_entropy_{i}", "cross_entropy",
             lambda logits, target: F.cross_entropy(logits, target.long(), reduction="none"),
             {"logits": torn, "target": target}, {"reduction": "none"}, fixed=("target",))
        case(f"special_mse_{i}", "mse_loss", lambda input, target: F.mse_loss(input, target),
             {"input": torn, "target": rand(2, 3)})
        if value == -inf:
            continue  # PyTorch's formula subtracts infinities here
        case(f"special_bce_{i}", "bce_with_logits",
             lambda logits, target: F.binary_cross_entropy_with_logits(
                 logits, target, reduction="none"),
             {"logits": torn, "target": torch.rand(2, 3)}, {"reduction": "none"}, fixed=("target",))
