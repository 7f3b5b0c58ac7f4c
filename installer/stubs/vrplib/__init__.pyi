from os import PathLike
from typing import Any

def read_instance(
    path: str | PathLike[str], instance_format: str = "vrplib", compute_edge_weights: bool = True
) -> dict[str, Any]: ...
